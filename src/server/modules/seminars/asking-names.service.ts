import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { countUnasked, takeUnasked, type Askable } from './asking-names.queries.ts';
import { MOST_EXPORTED, scopeOf } from './eligibility.service.ts';
import { tellCollective, tellRegistrations } from './registrations.mail.ts';
import { listPeople } from './results.queries.ts';
import { EVERYBODY } from './results-filter.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';

/** Nobody is asked twice within a day, however often the button is pressed and by whom. */
const REST_MS = 24 * 3600_000;

export interface AskingPlan extends Askable {
  event: OpenEvent;
  /** Speakers and moderators without a registration: their names are set by the organiser. */
  contributors: number;
}

/** To whom a certificate is due and only the confirmed name is missing. */
async function unconfirmedOf(ctx: Ctx, event: OpenEvent): Promise<{ ids: string[]; contributors: number }> {
  const people = await listPeople(ctx, scopeOf(ctx, event), { ...EVERYBODY, standing: 'unconfirmed' }, { limit: MOST_EXPORTED, from: null, backwards: false });
  const ids = people.flatMap(({ registrationId }) => registrationId ?? []);
  return { ids, contributors: people.length - ids.length };
}

const since = (ctx: Ctx, event: OpenEvent) => new Date(atEventClock(ctx, event).clock.now().getTime() - REST_MS);

/** Whom {@link askForNames} would write to. For organisers; error `page.not_found`. */
export async function planAskingForNames(ctx: Ctx, eventId: string): Promise<AskingPlan> {
  const event = await getEventFor(ctx, eventId, 'issueCertificates');
  const { ids, contributors } = await unconfirmedOf(ctx, event);
  return { event, contributors, ...(await countUnasked(ctx, event.id, ids, since(ctx, event))) };
}

/**
 * Asks by mail whoever is due a certificate and has not confirmed the name that will be printed: people with an address themselves, of a
 * list the contact person. Returns how many were written to. Errors: `names.nobody_to_ask` (409), `page.not_found`.
 */
export async function askForNames(ctx: Ctx, eventId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'issueCertificates');
    const asked = await takeUnasked(atEventClock(tx, event), event.id, (await unconfirmedOf(tx, event)).ids, since(tx, event));
    if (asked.length === 0) throw new AppError('names.nobody_to_ask', 409);
    const people = asked.filter(({ kind }) => kind === 'registration');
    await tellRegistrations(
      tx,
      event,
      people.map(({ id, email, locale }) => ({ id, email, mailLocale: locale, erasedAt: null })),
      'confirm_name',
    );
    for (const { id, email, locale } of asked.filter(({ kind }) => kind === 'collective')) {
      await tellCollective(tx, event, { id, contactEmail: email, locale, erasedAt: null }, 'confirm_name');
    }
    await audit(tx, { act: 'event.names_asked', subjectType: 'event', subjectId: event.id, data: { people: people.length, lists: asked.length - people.length } });
    return asked.length;
  });
}
