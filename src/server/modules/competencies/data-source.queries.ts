import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { RaterKind } from './effective.rule.ts';
import type { EvidenceRow } from './evidence.queries.ts';

/** Everything said of a person, with the name of the competency in the version by which it was said. Newest first. */
export async function listRatingsForData(ctx: Ctx, personIds: readonly string[]) {
  const { rows } = await sql<{ title: LocalizedText; step: number; kind: RaterKind; comment: string | null; authorName: string | null; isAnonymous: boolean; ratedAt: Date }>`
    select i.title, r.step, r.kind, r.comment, r.author_name as "authorName", r.is_anonymous as "isAnonymous", r.rated_at as "ratedAt" from competencies.rating r
    join competencies.item i on i.network_id = r.network_id and i.version_id = r.version_id and i.competency_id = r.competency_id
    where r.network_id = ${ctx.networkId} and r.person_id = any(${[...personIds]}::uuid[]) -- Words of anonymous raters in no order that tells which came from one sheet.
    order by r.rated_at desc, r.is_anonymous, case when r.is_anonymous then md5(r.id::text) end, r.id desc limit 20000`.execute(ctx.db);
  return rows;
}

/** What a person offered to help with. */
export async function listHelpForData(ctx: Ctx, personIds: readonly string[]) {
  const { rows } = await sql<{ titles: LocalizedText[]; languages: string[]; words: string | null; offeredAt: Date }>`
    select h.languages, h.words, h.offered_at as "offeredAt", array(select i.title from competencies.helper_competency hc
      join lateral (select i.title from competencies.item i where i.network_id = hc.network_id and i.competency_id = hc.competency_id order by i.id desc limit 1) i on true
      where hc.network_id = h.network_id and hc.person_id = h.person_id) as titles
    from competencies.helper h where h.network_id = ${ctx.networkId} and h.person_id = any(${[...personIds]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** How many ratings there are of her, and by her of others. */
export async function countRatingsOf(ctx: Ctx, personIds: readonly string[], accountId: string | null): Promise<{ of: number; by: number }> {
  const { rows } = await sql<{ of: number; by: number }>`select count(*) filter (where person_id = any(${[...personIds]}::uuid[]))::int as of, count(*) filter (where not person_id = any(${[...personIds]}::uuid[]))::int as by
    from competencies.rating where network_id = ${ctx.networkId} and (person_id = any(${[...personIds]}::uuid[]) or author_id = ${accountId})`.execute(ctx.db);
  return rows[0] ?? { of: 0, by: 0 };
}

/** What was said of her, what it came to, and where she was counted. */
export async function deleteRatingsOf(tx: Ctx, personIds: readonly string[]): Promise<void> {
  const ids = [...personIds];
  await sql`delete from competencies.campaign_participant where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.campaign_choice where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.rating where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.sheet where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.effective_level where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.person_place where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
}

/** What she said of others stays, without her and her words. */
export async function forgetRater(tx: Ctx, accountId: string): Promise<void> {
  await sql`delete from competencies.sheet where network_id = ${tx.networkId} and author_id = ${accountId} and state = 'open'`.execute(tx.db);
  await sql`update competencies.sheet_answer a set comment = null from competencies.sheet s where s.network_id = ${tx.networkId} and s.id = a.sheet_id and s.author_id = ${accountId}`.execute(tx.db);
  await sql`update competencies.sheet set author_id = null, author_name = null where network_id = ${tx.networkId} and author_id = ${accountId}`.execute(tx.db);
  // Her words in a capacity go on following each other, or the older ones would count again beside the newer.
  await sql`update competencies.rating set author_id = null, author_name = null, comment = null, rater_key = ${newId()} where network_id = ${tx.networkId} and author_id = ${accountId}`.execute(tx.db);
  await sql`update competencies.evidence set reviewer_id = null, reviewer_name = null, review = null where network_id = ${tx.networkId} and reviewer_id = ${accountId}`.execute(tx.db);
}

/** Everything that was offered or witnessed to show what she can do. Newest first. */
export async function listEvidenceForData(ctx: Ctx, personIds: readonly string[]) {
  type Row = Pick<EvidenceRow, 'kind' | 'title' | 'text' | 'url' | 'credentialNumber' | 'minutes' | 'happenedOn' | 'state' | 'review' | 'reviewerName' | 'offeredAt'> & { fileName: string | null; codes: string[] };
  const { rows } = await sql<Row>`select e.kind, e.title, e.text, e.url, e.credential_number as "credentialNumber", e.minutes, to_char(e.happened_on, 'YYYY-MM-DD') as "happenedOn", e.state, e.review,
      e.reviewer_name as "reviewerName", e.offered_at as "offeredAt",
      (select f.name from platform.stored_file f where f.network_id = e.network_id and f.owner_type = 'competencies.evidence' and f.owner_id = e.id order by f.id desc limit 1) as "fileName",
      (select coalesce(array_agg(i.code order by i.code), '{}') from competencies.evidence_competency c
        join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id and i.competency_id = c.competency_id where c.network_id = e.network_id and c.evidence_id = e.id) as codes
    from competencies.evidence e where e.network_id = ${ctx.networkId} and e.person_id = any(${[...personIds]}::uuid[]) order by e.offered_at desc, e.id desc limit 20000`.execute(ctx.db);
  return rows;
}

/** Takes all of her evidence out; whose files go with it. */
export async function deleteEvidenceOf(tx: Ctx, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`delete from competencies.evidence where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[]) returning id`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** As a rater in campaigns and as a member of commissions: what she handed in stays, without her and her words; what she did not is thrown away. */
export async function forgetInCampaigns(tx: Ctx, { personIds, accountId, addresses }: { personIds: readonly string[]; accountId: string | null; addresses: readonly string[] }): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from competencies.campaign_rater where network_id = ${tx.networkId}
    and (person_id = any(${[...personIds]}::uuid[]) or account_id = ${accountId} or lower(email) = any(${[...addresses]}::text[])) for update`.execute(tx.db);
  const ids = rows.map(({ id }) => id);
  await sql`delete from competencies.sheet where network_id = ${tx.networkId} and campaign_rater_id = any(${ids}::uuid[]) and state <> 'handed_in'`.execute(tx.db);
  await sql`update competencies.sheet_answer a set comment = null from competencies.sheet s where s.network_id = ${tx.networkId} and s.id = a.sheet_id and s.campaign_rater_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`update competencies.campaign_rater set person_id = null, account_id = null, name = null, email = null, locale = null, state = case when state = 'handed_in' then state else 'gone' end
    where network_id = ${tx.networkId} and id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from competencies.campaign_member where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
}
