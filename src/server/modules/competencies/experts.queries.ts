import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

export interface HelpRow {
  languages: Locale[];
  words: string | null;
  offeredAt: Date;
  competencyIds: string[];
}

/** What a person offers; also what she offered by a record that went into hers. */
export async function findHelp(ctx: Ctx, personId: string): Promise<HelpRow | undefined> {
  const { rows } = await sql<HelpRow>`select h.languages, h.words, h.offered_at as "offeredAt",
      array(select hc.competency_id::text from competencies.helper_competency hc where hc.network_id = h.network_id and hc.person_id = h.person_id) as "competencyIds"
    from people.person_card c join competencies.helper h on h.network_id = c.network_id and h.person_id = c.person_id
    where c.network_id = ${ctx.networkId} and c.canonical_id = ${personId} order by (c.person_id = c.canonical_id) desc, h.offered_at desc limit 1`.execute(ctx.db);
  return rows[0];
}

export async function saveHelp(tx: Ctx, personId: string, help: { languages: readonly string[]; words: string | null; competencyIds: readonly string[] }): Promise<void> {
  await deleteHelp(tx, [personId]);
  await sql`insert into competencies.helper (network_id, person_id, languages, words, offered_at) values (${tx.networkId}, ${personId}, ${[...help.languages]}::text[], ${help.words}, ${tx.clock.now()})`.execute(tx.db);
  await sql`insert into competencies.helper_competency (network_id, person_id, competency_id) select ${tx.networkId}::uuid, ${personId}::uuid, id from unnest(${[...help.competencyIds]}::uuid[]) id`.execute(tx.db);
}

/** True when there was anything to take back; records that went into theirs are meant, too. */
export async function deleteHelp(tx: Ctx, personIds: readonly string[]): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from competencies.helper h using people.person_card c where h.network_id = ${tx.networkId} and c.network_id = h.network_id and c.person_id = h.person_id
    and (c.canonical_id = any(${[...personIds]}::uuid[]) or c.person_id = any(${[...personIds]}::uuid[]))`.execute(tx.db);
  return (numAffectedRows ?? 0n) > 0n;
}

export interface ExpertRow {
  personId: string;
  accountId: string | null;
  familyName: string;
  givenName: string | null;
  organisationId: string | null;
  organisationName: LocalizedText | null;
  positionName: LocalizedText | null;
  place: string[];
  districtId: string | null;
  /** Null: she has offered nothing, and is found by her steps. */
  languages: Locale[] | null;
  words: string | null;
  skills: { competencyId: string; step: number | null }[];
}

export interface ExpertScope {
  scaleId: string;
  competencyIds: readonly string[];
  districtId: string | null;
  language: string | null;
  topStep: number;
  /** The people whose competencies the reader reads anyhow. */
  own: 'network' | readonly string[];
  limit: number;
}

/**
 * Who can help: whoever said so, and of the people the reader reads those at the highest steps. A person stands once, with what she offers, or with what
 * she is good at. Whoever has left is not there.
 */
export async function listExperts(ctx: Ctx, scope: ExpertScope & { withTop: boolean }): Promise<ExpertRow[]> {
  const competencies = sql`${[...scope.competencyIds]}::uuid[]`;
  const own = scope.own === 'network' ? sql`true` : sql`c.place && ${[...scope.own]}::uuid[]`;
  const level = sql`left join competencies.effective_level e on e.network_id = c.network_id and e.person_id = c.person_id and e.scale_id = ${scope.scaleId}`;
  const { rows } = await sql<ExpertRow>`
    with offered as (
      select c.person_id, h.languages, h.words, jsonb_agg(jsonb_build_object('competencyId', hc.competency_id, 'step', e.step)) as skills
      from competencies.helper h join people.person_card old on old.network_id = h.network_id and old.person_id = h.person_id
      join people.person_card c on c.network_id = old.network_id and c.person_id = old.canonical_id
      join competencies.helper_competency hc on hc.network_id = h.network_id and hc.person_id = h.person_id and hc.competency_id = any(${competencies})
      ${level} and e.competency_id = hc.competency_id
      where h.network_id = ${ctx.networkId} and c.is_working and (${scope.language}::text is null or ${scope.language}::text = any(h.languages)) group by 1, 2, 3),
    good as (
      select c.person_id, null::text[] as languages, null::text as words, jsonb_agg(jsonb_build_object('competencyId', e.competency_id, 'step', e.step)) as skills
      from competencies.effective_level e join people.person_card c on c.network_id = e.network_id and c.person_id = e.person_id
      where e.network_id = ${ctx.networkId} and ${scope.withTop} and ${scope.language}::text is null and e.scale_id = ${scope.scaleId} and e.competency_id = any(${competencies}) and e.step >= ${scope.topStep} and c.is_working and ${own}
        and not exists (select from offered where offered.person_id = c.person_id) group by 1)
    select c.person_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.organisation_id as "organisationId", o.name as "organisationName", p.name as "positionName", c.place,
      coalesce(o.path[2], o.path[1]) as "districtId", found.languages, found.words, found.skills
    from (select * from offered union all select * from good) found
    join people.person_card c on c.network_id = ${ctx.networkId} and c.person_id = found.person_id
    left join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    left join people.position p on p.network_id = c.network_id and p.id = c.position_id
    where (${scope.districtId}::uuid is null or coalesce(o.path[2], o.path[1]) = ${scope.districtId}::uuid)
    order by (found.languages is null), (select max((one ->> 'step')::int) from jsonb_array_elements(found.skills) one) desc nulls last, c.sort_name, c.person_id limit ${scope.limit}`.execute(ctx.db);
  return rows;
}
