import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';

export interface PersonContact {
  id: string;
  name: string;
  /** Family and given name, as a card bears it. */
  shortName: string;
  email: string | null;
  accountId: string | null;
  isWorking: boolean;
  /** Ancestors of every place where she works. */
  place: string[];
  /** Erased, or merged into another record. */
  isGone: boolean;
  organisationId: string | null;
  organisationPath: string[];
  /** She leads an organisation by her position. */
  isHead: boolean;
  preferredLocale: string | null;
  /** How many people of the network have this address. */
  sharers: number;
}

/** How some persons can be reached, in the order of the ids. */
export async function listContacts(ctx: Ctx, ids: readonly string[]): Promise<PersonContact[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PersonContact>`
    select p.id, p.sort_name as name, concat_ws(' ', p.family_name, p.given_name) as "shortName", p.email, p.account_id as "accountId", p.is_working as "isWorking", p.place,
      p.anonymised_at is not null or exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id) as "isGone", p.organisation_id as "organisationId",
      coalesce(o.path, '{}') as "organisationPath", coalesce(s.is_head, false) as "isHead", p.preferred_locale as "preferredLocale",
      (select count(*)::int from people.person e where e.network_id = p.network_id and lower(e.email) = lower(p.email) and e.anonymised_at is null) as sharers
    from unnest(${[...ids]}::uuid[]) with ordinality w(id, n)
    join people.person p on p.id = w.id and p.network_id = ${ctx.networkId}
    left join people.organisation o on o.id = p.organisation_id and o.network_id = p.network_id
    left join people.position s on s.id = p.position_id and s.network_id = p.network_id
    order by w.n`.execute(ctx.db);
  return rows;
}

/** Somebody who is reached at an address. */
export interface AddressUser {
  /** In small letters. */
  address: string;
  accountId: string | null;
  name: string;
}

/** Whom the registries of all networks know to be reached at one of these addresses, given in small letters. At most 1,000. */
export async function listAddressUsers(db: Db | Tx, addresses: readonly string[]): Promise<AddressUser[]> {
  const { rows } = await sql<AddressUser>`
    select lower(p.email) as address, p.account_id as "accountId", concat_ws(' ', p.family_name, p.given_name, p.patronymic) as name
    from people.network n
    join people.person p on p.network_id = n.id and lower(p.email) = any(${[...addresses]}::text[]) and p.email is not null
    where p.anonymised_at is null and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id)
    order by p.id limit 1000`.execute(db);
  return rows;
}
