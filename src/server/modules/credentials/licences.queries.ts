import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './credentials.tables.ts';

export interface LicenceRow {
  id: string;
  number: string;
  issuedBy: string;
  issuedOn: string;
  validUntil: string | null;
  endedOn: string | null;
  organisationId: string;
  organisationName: LocalizedText;
}

/** All licences of the network, the newest first. */
export async function listLicences(ctx: Ctx): Promise<LicenceRow[]> {
  const { rows } = await sql<LicenceRow>`
    select l.id, l.number, l.issued_by as "issuedBy", l.issued_on::text as "issuedOn", l.valid_until::text as "validUntil", l.ended_on::text as "endedOn",
      l.organisation_id as "organisationId", o.name as "organisationName"
    from credentials.licence l join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id
    where l.network_id = ${ctx.networkId} order by l.issued_on desc, l.id desc limit 1000`.execute(ctx.db);
  return rows;
}

/** A licence that holds on a day for an organisation with this path: its own, else that of the nearest above it. */
export async function findLicence(ctx: Ctx, path: readonly string[], day: string): Promise<{ id: string; number: string; issuedOn: string } | undefined> {
  const { rows } = await sql<{ id: string; number: string; issuedOn: string }>`
    select l.id, l.number, l.issued_on::text as "issuedOn" from credentials.licence l
    where l.network_id = ${ctx.networkId} and l.organisation_id = any (${[...path]}::uuid[]) and l.issued_on <= ${day}
      and (l.valid_until is null or l.valid_until >= ${day}) and (l.ended_on is null or l.ended_on > ${day})
    order by array_position(${[...path]}::uuid[], l.organisation_id) desc, l.issued_on desc limit 1`.execute(ctx.db);
  return rows[0];
}

export async function insertLicence(tx: Ctx, licence: { id: string; organisationId: string; number: string; issuedBy: string; issuedOn: string; validUntil: string | null; by: string | null }): Promise<void> {
  await tx.db
    .$pickTables<'credentials.licence'>()
    .insertInto('credentials.licence')
    .values({
      id: licence.id,
      network_id: tx.networkId,
      organisation_id: licence.organisationId,
      number: licence.number,
      issued_by: licence.issuedBy,
      issued_on: licence.issuedOn,
      valid_until: licence.validUntil,
      created_by: licence.by,
      created_at: tx.clock.now(),
    })
    .execute();
}

/** The organisation of a licence that this call ended; undefined when there was none to end. */
export async function endLicenceRow(tx: Ctx, id: string, day: string): Promise<string | undefined> {
  const { rows } = await sql<{ organisation_id: string }>`
    update credentials.licence set ended_on = greatest(${day}::date, issued_on) where network_id = ${tx.networkId} and id = ${id} and ended_on is null
    returning organisation_id`.execute(tx.db);
  return rows[0]?.organisation_id;
}
