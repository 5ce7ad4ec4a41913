import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

export interface PersonContact {
  id: string;
  name: string;
  email: string | null;
  accountId: string | null;
  isWorking: boolean;
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
    select p.id, p.sort_name as name, p.email, p.account_id as "accountId", p.is_working as "isWorking", p.organisation_id as "organisationId",
      coalesce(o.path, '{}') as "organisationPath", coalesce(s.is_head, false) as "isHead", p.preferred_locale as "preferredLocale",
      (select count(*)::int from people.person e where e.network_id = p.network_id and lower(e.email) = lower(p.email) and e.anonymised_at is null) as sharers
    from unnest(${[...ids]}::uuid[]) with ordinality w(id, n)
    join people.person p on p.id = w.id and p.network_id = ${ctx.networkId}
    left join people.organisation o on o.id = p.organisation_id and o.network_id = p.network_id
    left join people.position s on s.id = p.position_id and s.network_id = p.network_id
    order by w.n`.execute(ctx.db);
  return rows;
}
