import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.contributor' | 'seminars.talk_speaker' | 'seminars.section_moderator'>();

export interface ContributorRow {
  id: string;
  name: string;
  nameKey: string;
  country: string | null;
  organisation: string;
  post: string;
  email: string | null;
  version: number;
}

const COLUMNS = ['id', 'name', 'name_key as nameKey', 'country', 'organisation', 'post', 'email', 'version'] as const;

/** Speakers and moderators of an event, in the order in which they were entered. */
export async function listContributors(ctx: Ctx, eventId: string): Promise<ContributorRow[]> {
  return on(ctx)
    .selectFrom('seminars.contributor')
    .select(COLUMNS)
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .orderBy('id')
    .execute();
}

export async function findContributor(ctx: Ctx, eventId: string, id: string): Promise<ContributorRow | undefined> {
  return on(ctx)
    .selectFrom('seminars.contributor')
    .select(COLUMNS)
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface ContributorValues {
  name: string;
  nameKey: string;
  country: string | null;
  organisation: string;
  post: string;
  email: string | null;
}

const columnsOf = (values: ContributorValues) => ({
  name: values.name,
  name_key: values.nameKey,
  country: values.country,
  organisation: values.organisation,
  post: values.post,
  email: values.email,
});

export async function insertContributors(ctx: Ctx, eventId: string, rows: readonly (ContributorValues & { id: string })[]): Promise<void> {
  if (rows.length === 0) return;
  await on(ctx)
    .insertInto('seminars.contributor')
    .values(rows.map((row) => ({ id: row.id, network_id: ctx.networkId, event_id: eventId, ...columnsOf(row) })))
    .execute();
}

export async function updateContributor(ctx: Ctx, eventId: string, id: string, version: number, values: ContributorValues): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.contributor')
    .set((eb) => ({ ...columnsOf(values), version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteContributor(ctx: Ctx, eventId: string, id: string): Promise<boolean> {
  const result = await on(ctx)
    .deleteFrom('seminars.contributor')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
