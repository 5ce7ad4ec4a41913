import { countryName, languageName, translator, type Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { toListFilter, type RegistrationFilter } from './registration-filter.ts';
import { countRegistrations, listOccurring, listRegistrations, type ListCounts, type ListedRegistration, type ListPage } from './registration-list.queries.ts';
import { registrationStanding, type RegistrationStanding } from './registration-window.rule.ts';
import type { ResultCursor } from './results-filter.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';

const PAGE = 50;
/** The whole list in one file. */
const MOST_EXPORTED = 20_000;

/** A row of the organiser's list. The address is there for organisers only, not for moderators. */
export type ListedParticipant = Omit<ListedRegistration, 'sortValue' | 'nameConfirmedAt'>;

/** Whether, until when and for how many registration is open. */
export interface RegistrationDoor {
  standing: RegistrationStanding;
  opensAt: Date | null;
  closesAt: Date | null;
  capacity: number | null;
  taken: number;
  approval: boolean;
}

export interface RegistrationList {
  head: EventHead;
  door: RegistrationDoor;
  counts: ListCounts;
  /** What occurs, for the filters. */
  countries: string[];
  languages: Locale[];
  rows: ListedParticipant[];
  /** Where the pages beside this one begin; null at either end. */
  next: ResultCursor | null;
  previous: ResultCursor | null;
}

export function doorOf(ctx: Ctx, event: OpenEvent): RegistrationDoor {
  return {
    standing: registrationStanding(event, atEventClock(ctx, event).clock.now()),
    opensAt: event.registrationOpensAt,
    closesAt: event.registrationClosesAt,
    capacity: event.capacity,
    taken: event.taken,
    approval: event.approvalRequired,
  };
}

/** Organisers see addresses; moderators need names only. */
const seesAddresses = (event: OpenEvent) => event.abilities.prepare.allowed;

/**
 * Everybody who is registered and matches, one page, with the counts of all: four queries, however many people. For organisers and
 * moderators; error `page.not_found`.
 */
export async function listRegistrationsFor(
  ctx: Ctx,
  eventId: string,
  filter: RegistrationFilter,
  page: { after?: ResultCursor | null; before?: ResultCursor | null; size?: number } = {},
): Promise<RegistrationList> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const hidden = !seesAddresses(event);
  const conditions = toListFilter(filter, !hidden);
  const size = page.size ?? PAGE;
  const after = page.after ?? null;
  const before = after ? null : (page.before ?? null);
  const wish: ListPage = { sort: filter.sort, descending: filter.descending, after, before, size: size + 1 };
  const found = await listRegistrations(ctx, event.id, conditions, wish);
  const more = found.length > size;
  const rows = more ? (before ? found.slice(1) : found.slice(0, size)) : found;
  const cursor = (row: ListedRegistration | undefined): ResultCursor | null => (row ? { value: row.sortValue, id: row.id } : null);
  return {
    head: eventHead(ctx, event),
    door: doorOf(ctx, event),
    counts: await countRegistrations(ctx, event.id, conditions),
    ...(await listOccurring(ctx, event.id)),
    rows: rows.map(({ sortValue: _key, nameConfirmedAt: _confirmed, ...row }) => ({ ...row, email: hidden ? null : row.email })),
    next: before || more ? cursor(rows.at(-1)) : null,
    previous: (before ? more : after !== null) ? cursor(rows.at(0)) : null,
  };
}

/**
 * The filtered list as a file, at most 20,000 people: what a list of participants is made for, without addresses, since mails are sent from
 * here. Who took it along is recorded. For organisers; error `page.not_found`.
 */
export async function exportRegistrationsFor(ctx: Ctx, eventId: string, filter: RegistrationFilter, format: ExportFormat): Promise<ExportedFile> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  if (!event.abilities.prepare.allowed) throw notFound();
  const rows = await listRegistrations(ctx, event.id, toListFilter(filter, true), {
    sort: filter.sort,
    descending: filter.descending,
    after: null,
    before: null,
    size: MOST_EXPORTED,
  });
  const t = translator(ctx.locale);
  const table = {
    title: t('seminars.event.tab_registrations'),
    columns: [
      { title: t('seminars.registration.name'), width: 36 },
      { title: t('ui.field.organisation'), width: 40 },
      { title: t('ui.field.position'), width: 24 },
      { title: t('ui.field.country'), width: 16 },
      { title: t('seminars.registration.role'), width: 16 },
      { title: t('seminars.event.column_state'), width: 18 },
      { title: t('seminars.registration.certificate_language'), width: 18 },
      { title: t('seminars.registrations.reading_room'), width: 40 },
      { title: t('seminars.registrations.registered_at'), width: 18 },
    ],
    rows: rows.map((row) => [
      row.erased ? t('seminars.registrations.erased_name') : row.name,
      row.organisation,
      row.position,
      countryName(row.country, ctx.locale),
      t(`seminars.registration.role_${row.role}`),
      t(`seminars.registration.state_${row.state}`),
      languageName(row.certificateLocale, ctx.locale),
      row.collective,
      { instant: row.createdAt, zone: event.timeZone },
    ]),
  };
  await inTransaction(ctx, (tx) => audit(tx, { act: 'registration.list_exported', subjectType: 'event', subjectId: event.id, data: { rows: rows.length, format } }));
  return exportFile(table, format, ctx.locale);
}
