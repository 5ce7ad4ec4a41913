/** Started by dev.ts: the product's own web process, with Vite's pages in the place of the built ones. */
import { builtinModules } from 'node:module';
import { createServer, type Plugin } from 'vite';
import { serve } from '#server/serve.ts';

/**
 * Pages and this process must share one copy of `#server/*` (pool, hub, installation). Vite's module runner hands to Node what it takes
 * for built in, so the files of the server are named by address and declared to be that.
 */
function serverIsNodes(): Plugin {
  return {
    name: 'sheberlik-server-is-nodes',
    enforce: 'pre',
    config: () => ({ environments: { ssr: { resolve: { builtins: [...builtinModules, /^node:/, /^file:.*\/src\/server\//] } } } }),
    resolveId(id) {
      return id.startsWith('#server/') ? { id: import.meta.resolve(id), external: true } : null;
    },
  };
}

await serve(process.argv.slice(2), async () => {
  const vite = await createServer({
    plugins: [serverIsNodes()],
    // Pages without scripts have nobody to talk to: no socket beside the one port.
    server: { middlewareMode: true, hmr: false, ws: false },
    // Not through a temporary file, which Node's watcher would take for a change.
    configLoader: 'native',
    appType: 'custom',
    clearScreen: false,
  });
  return vite.middlewares;
});
