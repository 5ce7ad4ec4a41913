import { countryName, translator } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { pageOf, type CollectiveFilter, type ListPlace } from './collective-filter.ts';
import { countCollectiveLines, findListOf, listCollectiveLines, type CollectiveCounts, type CollectiveLineRow } from './collective-list.queries.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { getEventFor } from './seminars.access.ts';

const PAGE = 30;
const MOST_EXPORTED = 5000;

/** `contactEmail`: null for moderators. */
export type ShownCollectiveLine = Omit<CollectiveLineRow, 'sortValue' | 'contactEmail'> & { contactEmail: string | null };

export interface CollectiveListPage {
  head: EventHead;
  rows: ShownCollectiveLine[];
  counts: CollectiveCounts;
  next: string | null;
  previous: string | null;
}

/** The lists of an event, one page, for organisers and moderators: four statements, however many lists. Error: `page.not_found`. */
export async function listCollectivesFor(ctx: Ctx, eventId: string, filter: CollectiveFilter, place: ListPlace): Promise<CollectiveListPage> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const addresses = event.abilities.prepare.allowed;
  const wanted = { ...filter, addresses };
  const { rows, next, previous } = pageOf(await listCollectiveLines(ctx, event.id, wanted, place, PAGE), place, PAGE);
  return {
    head: eventHead(ctx, event),
    // Moderators read lists without addresses.
    rows: rows.map(({ sortValue: _key, ...row }) => (addresses ? row : { ...row, contactEmail: null })),
    counts: await countCollectiveLines(ctx, event.id, wanted),
    next,
    previous,
  };
}

/** The same lists as a file, filtered and sorted as they are shown; at most 5,000. */
export async function exportCollectivesFor(ctx: Ctx, eventId: string, filter: CollectiveFilter, format: ExportFormat): Promise<ExportedFile> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const rows = await listCollectiveLines(ctx, event.id, { ...filter, addresses: event.abilities.prepare.allowed }, { after: null, before: null }, MOST_EXPORTED);
  const t = translator(ctx.locale);
  const table = {
    title: t('seminars.collective.lists_title'),
    columns: [
      { title: t('seminars.collective.room'), width: 40 },
      { title: t('seminars.collective.settlement'), width: 24 },
      { title: t('ui.field.country'), width: 16 },
      { title: t('seminars.collective.contact'), width: 30 },
      { title: t('ui.field.status'), width: 18 },
      { title: t('seminars.collective.column_confirmed'), width: 12 },
      { title: t('seminars.collective.column_pending'), width: 12 },
      { title: t('seminars.collective.column_waiting'), width: 12 },
      { title: t('seminars.collective.column_sent'), width: 18 },
    ],
    rows: rows.map((row) => [
      row.organisation,
      row.settlement,
      countryName(row.country, ctx.locale),
      row.contactName,
      t(`seminars.collective.state_${row.state}`),
      row.confirmed,
      row.pending,
      row.waiting,
      { instant: row.createdAt, zone: event.timeZone },
    ]),
  };
  await inTransaction(ctx, (tx) => audit(tx, { act: 'collective.lists_exported', subjectType: 'event', subjectId: event.id, data: { rows: rows.length, format } }));
  return exportFile(table, format, ctx.locale);
}

/** The list that a registration stands in, so that its contact person may open what was issued for her people; null for a single one. */
export async function listOf(ctx: Ctx, registrationId: string): Promise<string | null> {
  return (await findListOf(ctx, registrationId)) ?? null;
}
