import { goTo, needAccount } from '#routes/go.ts';
import { submit, submitMeanwhile } from '#routes/submit.ts';
import { positionChoices, removeUnit, saveUnit, showStaffing, UnitInput } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (param: string) => (param === 'new' ? null : param);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, mayEdit, units, today } = await showStaffing(locals.ctx, params.organisationId);
  const unit = units.find((one) => one.id === params.unitId) ?? null;
  if (!mayEdit || (unit === null && params.unitId !== 'new')) throw notFound();
  return { id, name, unit, today, positions: await positionChoices(locals.ctx, unit?.positionId ?? null) };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submitMeanwhile(locals, await request.formData(), UnitInput, (input) => saveUnit(locals.ctx, params.organisationId, idOf(params.unitId), input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}/staffing?done=saved`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeUnit(locals.ctx, params.organisationId, params.unitId));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}/staffing?done=saved`);
  },
};
