import { nameKey } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { choice, fact, language, mentionsOf, type DataClaims, type DataSubject, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { blankContacts, blankContributors, blankReasons, listContactData, listContributorData, listRegistrationData } from './data-source.queries.ts';
import { eraseInEvent, forgetCollectives } from './personal-data.service.ts';
import { ROOM_SUBJECT } from './session-rooms.ts';
import { listExpired } from './upkeep.queries.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';
const PUBLISHED = 'texts of an event as they were published';
const FIGURES = 'figures without a name: country, state, language';

const claims: DataClaims = {
  tables: {
    'seminars.event': { erased: 'contact_name contact_email', kept: { [PUBLISHED]: 'title search_key summary description letter cancel_reason', [AUTHOR]: 'created_by' }, plain: 'form time_zone languages countries certificate_rule state' },
    'seminars.session': { kept: { [PUBLISHED]: 'title' } },
    'seminars.section': { kept: { [PUBLISHED]: 'title' }, plain: 'hall' },
    'seminars.talk': { kept: { [PUBLISHED]: 'title search_key abstract' }, plain: 'kind language interpretation country' },
    'seminars.told_session': { kept: { [PUBLISHED]: 'title' } },
    'seminars.contributor': { erased: 'name name_key email organisation post certificate_name', kept: { [FIGURES]: 'country certificate_locale' } },
    'seminars.section_moderator': { kept: { 'an id; the name is erased': 'contributor_id' } },
    'seminars.talk_speaker': { kept: { 'an id; the name is erased': 'contributor_id' } },
    'seminars.collective': { erased: 'contact_name contact_email declined_reason idempotency_key', kept: { [FIGURES]: 'organisation settlement country locale right_text_version notice_version state', [AUTHOR]: 'decided_by' } },
    'seminars.registration': {
      erased: 'name name_key search_key email organisation position person_id time_zone declined_reason idempotency_key',
      kept: { [FIGURES]: 'country state role certificate_locale mail_locale notice_version', [AUTHOR]: 'name_confirmed_by' },
    },
    'seminars.registration_note': { erased: 'reason registration_id', kept: { [AUTHOR]: 'by_account' }, plain: 'act' },
    'seminars.certificate_decision': { erased: 'reason', kept: { 'ids; the names are erased': 'registration_id contributor_id', [AUTHOR]: 'decided_by' }, plain: 'decision' },
    'seminars.issuing_run': { kept: { [AUTHOR]: 'started_by' }, plain: 'template' },
    'seminars.seat_count': {},
  },
};

const keysOf = (subject: DataSubject) => subject.names.flatMap(({ family, given }) => (given === null ? [nameKey(family)] : [nameKey(`${family} ${given}`), nameKey(`${given} ${family}`)]));
const contributorsOf = (ctx: Ctx, subject: DataSubject) => listContributorData(ctx, { addresses: subject.addresses, nameKeys: keysOf(subject) });

/** Events: registrations joined to her record, speaking, contact persons of lists. */
export const seminarsData: PersonalDataSource = {
  name: 'seminars',
  claims,
  retention: [
    {
      kind: 'seminars.registrations',
      title: 'privacy.kept.registrations',
      // Each for itself, as its notice promised.
      days: null,
      bounds: null,
      count: async (ctx) => (await listExpired(ctx, ctx.clock.now(), 1000)).length,
      examples: async () => [],
    },
  ],
  async trace(ctx, subject) {
    const registrations = (await listRegistrationData(ctx, subject.personIds)).map(({ id }) => id);
    const contributors = (await contributorsOf(ctx, subject)).map(({ id }) => id);
    return { 'seminars.registration': registrations, [ROOM_SUBJECT]: registrations, 'seminars.contributor': contributors };
  },
  async describe(ctx, subject) {
    const [registrations, contributors, contacts] = [await listRegistrationData(ctx, subject.personIds), await contributorsOf(ctx, subject), await listContactData(ctx, subject.addresses)];
    return [
      {
        id: 'registrations',
        title: 'privacy.data.registrations',
        items: registrations.map((row) => [
          fact('event', 'ui.field.title', { text: row.title }),
          fact('state', 'ui.field.status', choice('seminars.registration.state', row.state)),
          fact('name', 'ui.field.full_name', row.name),
          fact('email', 'ui.field.email', row.email),
          fact('country', 'ui.field.country', { country: row.country }),
          fact('organisation', 'ui.field.organisation', row.organisation || null),
          fact('position', 'ui.field.position', row.position || null),
          fact('certificateLanguage', 'ui.field.language', language(row.certificateLocale)),
          fact('noticedAt', 'seminars.notice.agreed', row.noticedAt),
          fact('noticeVersion', 'seminars.notice.title', row.noticeVersion),
          fact('registeredAt', 'ui.field.created', row.createdAt),
          fact('keptUntil', 'seminars.notice.until', row.keptUntil),
        ]),
      },
      {
        id: 'speaking',
        title: 'privacy.data.speaking',
        items: contributors.map((row) => [fact('event', 'ui.field.title', { text: row.title }), fact('name', 'ui.field.full_name', row.name), fact('email', 'ui.field.email', row.email), fact('organisation', 'ui.field.organisation', row.organisation || null), fact('post', 'ui.field.position', row.post || null)]),
      },
      {
        id: 'lists',
        title: 'privacy.data.lists',
        items: contacts.map((row) => [fact('event', 'ui.field.title', { text: row.title }), fact('name', 'ui.field.full_name', row.name), fact('email', 'ui.field.email', row.email), fact('organisation', 'ui.field.organisation', row.organisation), fact('createdAt', 'ui.field.created', row.createdAt)]),
      },
    ];
  },
  async preview(ctx, subject) {
    const [registrations, contributors, contacts] = [await listRegistrationData(ctx, subject.personIds), await contributorsOf(ctx, subject), await listContactData(ctx, subject.addresses)];
    return [
      { what: 'privacy.erase.registrations', count: registrations.length, stays: null },
      { what: 'privacy.erase.speaking', count: contributors.length, stays: null },
      { what: 'privacy.erase.lists', count: contacts.length, stays: null },
    ];
  },
  async erase(tx, subject) {
    const byEvent = Map.groupBy(await listRegistrationData(tx, subject.personIds), ({ eventId }) => eventId);
    for (const [eventId, rows] of byEvent) await eraseInEvent(tx, eventId, rows.map(({ id }) => id), 'request');
    await blankContributors(tx, (await contributorsOf(tx, subject)).map(({ id }) => id));
    const lists = (await listContactData(tx, subject.addresses)).map(({ id }) => id);
    if (lists.length > 0) await forgetCollectives(tx, lists, 'request');
    await blankContacts(tx, subject.addresses);
    await blankReasons(tx, mentionsOf(subject));
  },
};
