import { shellOf } from '#server/http/shell.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({ shell: shellOf(locals) });
