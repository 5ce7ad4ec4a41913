import { shellOf } from '#server/http/shell.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals }) => ({ shell: await shellOf(locals) });
