import { needAccount } from '#routes/go.ts';
import { listEvidenceFor } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** What shows that a person can do something. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, may, evidence } = await listEvidenceFor(locals.ctx, params.personId);
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' ') },
    isOwn: may.rateSelf.allowed,
    evidence: evidence.map(({ id, kind, title, state, minutes, happenedOn, offeredAt, shows }) => ({ id, kind, title: textIn(title, locals.locale), state, minutes, happenedOn, offeredAt, shows: shows.map(({ code, title: name, claimed, accepted }) => ({ code, title: textIn(name, locals.locale), step: accepted ?? claimed, isAccepted: accepted !== null })) })),
    done: url.searchParams.get('done'),
  };
};
