import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** Papers sent to these addresses lose them; reasons in which her name stands lose their words. */
export async function blankHolderWords(tx: Ctx, mentions: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }): Promise<void> {
  await sql`update credentials.issue i set mail_address = null where i.network_id = ${tx.networkId} and i.mail_address ilike any(${[...mentions.addresses]}::text[])`.execute(tx.db);
  await sql`update credentials.issue i set revoke_reason = '———' where i.network_id = ${tx.networkId} and (i.revoke_reason ilike any(${[...mentions.addresses]}::text[])
    or exists (select from unnest(${[...mentions.families]}::text[], ${[...mentions.givens]}::text[]) who(family, given) where i.revoke_reason ilike who.family and i.revoke_reason ilike who.given))`.execute(tx.db);
  await sql`update credentials.issue i set suspend_reason = '———' where i.network_id = ${tx.networkId} and (i.suspend_reason ilike any(${[...mentions.addresses]}::text[])
    or exists (select from unnest(${[...mentions.families]}::text[], ${[...mentions.givens]}::text[]) who(family, given) where i.suspend_reason ilike who.family and i.suspend_reason ilike who.given))`.execute(tx.db);
}
