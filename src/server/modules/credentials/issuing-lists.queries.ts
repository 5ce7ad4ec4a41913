import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { ListWords } from './issuing-lists.schemas.ts';

export interface IssuingListRow {
  id: string;
  organisationId: string;
  organisationName: LocalizedText;
  path: string[];
  kind: CredentialKind;
  title: string;
  words: ListWords;
  jobId: string;
  deliverInMinutes: number;
  startedBy: string | null;
  startedAt: Date;
  people: number;
}

export type NewListRow = Omit<IssuingListRow, 'organisationName' | 'path' | 'people'>;

/** False when there is a list with this id already: the form was sent twice. */
export async function insertList(tx: Ctx, row: NewListRow): Promise<boolean> {
  const { rows } = await sql`insert into credentials.issuing_list (id, network_id, organisation_id, kind, title, words, job_id, deliver_in_minutes, started_by, started_at)
    values (${row.id}, ${tx.networkId}, ${row.organisationId}, ${row.kind}, ${row.title}, ${JSON.stringify(row.words)}::jsonb, ${row.jobId}, ${row.deliverInMinutes}, ${row.startedBy}, ${row.startedAt})
    on conflict (id) do nothing returning id`.execute(tx.db);
  return rows.length === 1;
}

export interface ListedPersonRow {
  line: number;
  name: string;
  roleLine: string | null;
  email: string | null;
}

export async function insertListedPeople(tx: Ctx, listId: string, people: readonly ListedPersonRow[]): Promise<void> {
  await sql`insert into credentials.listed_person (network_id, list_id, line, name, role_line, email)
    select ${tx.networkId}::uuid, ${listId}::uuid, line, name, "roleLine", email
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as one(line int, name text, "roleLine" text, email text)`.execute(tx.db);
}

const listColumns = sql`l.id, l.organisation_id as "organisationId", o.name as "organisationName", o.path, l.kind, l.title, l.words, l.job_id as "jobId",
  l.deliver_in_minutes as "deliverInMinutes", l.started_by as "startedBy", l.started_at as "startedAt",
  (select count(*)::int from credentials.listed_person p where p.network_id = l.network_id and p.list_id = l.id) as people`;

export async function findList(ctx: Ctx, id: string): Promise<IssuingListRow | undefined> {
  const { rows } = await sql<IssuingListRow>`select ${listColumns} from credentials.issuing_list l
    join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id
    where l.network_id = ${ctx.networkId} and l.id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** Newest first. */
export async function listLists(ctx: Ctx, scope: 'network' | readonly string[], limit: number): Promise<IssuingListRow[]> {
  const { rows } = await sql<IssuingListRow>`select ${listColumns} from credentials.issuing_list l
    join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id
    where l.network_id = ${ctx.networkId} and (${scope === 'network'} or o.path && ${scope === 'network' ? [] : [...scope]}::uuid[])
    order by l.started_at desc, l.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Whom the list still owes a certificate, in its order. */
export async function listOpenPeople(ctx: Ctx, listId: string): Promise<({ id: string } & ListedPersonRow)[]> {
  const { rows } = await sql<{ id: string } & ListedPersonRow>`select p.id, p.line, p.name, p.role_line as "roleLine", p.email from credentials.listed_person p
    where p.network_id = ${ctx.networkId} and p.list_id = ${listId}
      and not exists (select from credentials.issue i where i.network_id = p.network_id and i.source_type = 'credentials.listed_person' and i.source_id = p.id)
    order by p.line, p.id`.execute(ctx.db);
  return rows;
}

/** Numbers of certificates that count and were given to people with these names for the same thing. */
export async function listIssuedBefore(ctx: Ctx, deed: { organisationId: string; kind: CredentialKind; title: string; dates: string; names: readonly string[] }): Promise<{ name: string; number: string }[]> {
  const { rows } = await sql<{ name: string; number: string }>`select i.holder_name as name, min(i.number) as number from credentials.issue i
    where i.network_id = ${ctx.networkId} and i.organisation_id = ${deed.organisationId} and i.kind = ${deed.kind} and i.series <> 'practice' and i.revoked_at is null
      and i.fields ->> 'eventTitle' = ${deed.title} and i.fields ->> 'dates' = ${deed.dates} and i.holder_name = any(${[...deed.names]}::text[])
    group by i.holder_name`.execute(ctx.db);
  return rows;
}

/** People of these names and addresses on lists lose their addresses. */
export async function blankListedAddresses(tx: Ctx, addresses: readonly string[]): Promise<void> {
  await sql`update credentials.listed_person p set email = null where p.network_id = ${tx.networkId} and p.email ilike any(${[...addresses]}::text[])`.execute(tx.db);
}
