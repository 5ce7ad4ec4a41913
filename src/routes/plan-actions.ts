import type { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { AgreePlan, agreePlan, notePlan, PlanComment, PlanNote, PlanRevision, PlanWords, proposePlan, sendPlanBack, takePlanBack, withdrawPlan } from '#server/modules/competencies/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** What both pages of a plan give: their own types name their own routes. */
interface Event {
  request: Request;
  locals: App.Locals;
  params: { personId: string };
  url: URL;
}

/** One button of a plan: what is sent, what is done, what is said afterwards. The plan is named in the form: a newer one may have taken its place. */
const act =
  <S extends z.ZodType>(schema: S, done: string, work: (ctx: Ctx, planId: string, input: z.output<S>) => Promise<unknown>) =>
  async ({ request, locals, params, url }: Event) => {
    const form = await request.formData();
    const answer = await submit(locals, form, schema, (input) => work(locals.ctx, String(form.get('planId') ?? ''), input));
    if (!answer.ok) return answer.failure;
    const isOne = /\/plan\/[0-9a-f-]{36}$/.test(url.pathname);
    goTo(locals, `/people/${params.personId}/plan${isOne ? `/${String(form.get('planId') ?? '')}` : ''}?done=${done}`);
  };

/** What is done with a plan on its own page. */
export const planActions = {
  propose: act(PlanWords, 'proposed', (ctx, planId, input) => proposePlan(ctx, planId, input)),
  take_back: act(PlanRevision, 'saved', (ctx, planId, { revision }) => takePlanBack(ctx, planId, revision)),
  send_back: act(PlanComment, 'sent_back', (ctx, planId, input) => sendPlanBack(ctx, planId, input)),
  agree: act(AgreePlan, 'agreed', (ctx, planId, input) => agreePlan(ctx, planId, input)),
  note: act(PlanNote, 'saved', (ctx, planId, { note }) => notePlan(ctx, planId, note)),
  withdraw: act(PlanRevision, 'withdrawn', (ctx, planId, { revision }) => withdrawPlan(ctx, planId, revision)),
};

export const PLAN_DONE = ['saved', 'proposed', 'agreed', 'sent_back', 'reviewed', 'withdrawn'] as const;
/** What was just done, from the address. */
export const doneOf = (url: URL): (typeof PLAN_DONE)[number] | null => PLAN_DONE.find((one) => one === url.searchParams.get('done')) ?? null;
