import { goTo, needAccount } from '#routes/go.ts';
import { submit, submitMeanwhile } from '#routes/submit.ts';
import { AttestationInput, removeAttestation, saveAttestation, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, attestations, may } = await showPerson(locals.ctx, params.personId);
  const row = attestations.find((one) => one.id === params.attestationId) ?? null;
  if (!may.edit || (row === null && params.attestationId !== 'new')) throw notFound();
  return { id, name, row };
};

export const actions: Actions = {
  save: async ({ request, locals, params: { personId, attestationId } }) => {
    const done = await submitMeanwhile(locals, await request.formData(), AttestationInput, (input) => saveAttestation(locals.ctx, personId, attestationId === 'new' ? null : attestationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${personId}?done=saved`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeAttestation(locals.ctx, params.personId, params.attestationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=removed`);
  },
};
