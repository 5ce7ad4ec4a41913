import { needAccount } from '#routes/go.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  needAccount(locals, url);
};
