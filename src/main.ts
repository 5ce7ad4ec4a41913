import { loadPages } from '#server/http/web-server.ts';
import { serve } from '#server/serve.ts';

await serve(process.argv.slice(2), loadPages);
