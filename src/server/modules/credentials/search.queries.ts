import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { holdsWords, likeness } from '#server/platform/text/holds-words.ts';

export interface FoundIssue {
  id: string;
  number: string;
  holderName: string;
  eventTitle: string | null;
  issuedAt: Date;
  revoked: boolean;
}

/** Lines of the register in these subtrees whose number and name have all words; rehearsals are in no register. */
export async function findIssuesByWords(ctx: Ctx, scope: 'network' | readonly string[], words: readonly string[], limit: number): Promise<FoundIssue[]> {
  const inScope = scope === 'network' ? sql`true` : sql`o.path && ${[...scope]}::uuid[]`;
  const { rows } = await sql<FoundIssue>`
    select i.id, i.number, i.holder_name as "holderName", i.fields ->> 'eventTitle' as "eventTitle", i.issued_at as "issuedAt", i.revoked_at is not null as revoked
    from credentials.issue i
    join people.organisation_card o on o.network_id = i.network_id and o.organisation_id = i.organisation_id
    where i.network_id = ${ctx.networkId} and i.series <> 'practice' and ${holdsWords('i.search_key', words)} and ${inScope}
    order by ${likeness('i.search_key', words)} desc, i.issued_at desc, i.id limit ${limit}`.execute(ctx.db);
  return rows;
}
