import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { showRule } from '#server/flows/country-rules.ts';
import { isRuleKey, putRule, ruleChange, takeBackRule, TRUSTS, type RuleKey } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return { ...(await showRule(locals.ctx, params.country, params.rule)), trusts: TRUSTS, done: url.searchParams.get('done') };
};

function keyOf(name: string): RuleKey {
  if (!isRuleKey(name)) throw notFound();
  return name;
}
const here = (params: { country: string; rule: string }) => `/manage/settings/countries/${params.country}/${params.rule}`;
const Known = z.object({ known: z.string().max(40).optional() });

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const key = keyOf(params.rule);
    const done = await submit(locals, await request.formData(), ruleChange(key), (change) => putRule(locals.ctx, params.country, key, change));
    if (!done.ok) return done.failure;
    goTo(locals, `${here(params)}?done=saved`);
  },
  take_back: async ({ request, locals, params }) => {
    const key = keyOf(params.rule);
    const done = await submit(locals, await request.formData(), Known, ({ known }) => takeBackRule(locals.ctx, params.country, key, known));
    if (!done.ok) return done.failure;
    goTo(locals, `${here(params)}?done=taken_back`);
  },
};
