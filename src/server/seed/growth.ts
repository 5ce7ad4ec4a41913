import { sql } from 'kysely';
import { fillShipped, followPlaces, getVersionDetail, HelpInput, listFrameworksFor, recordRatings, seedHelp, type NewRating } from '#server/modules/competencies/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { Random } from './random.ts';

/** People who were rated, and how many of them go into one transaction. */
const PEOPLE = 150;
const AT_ONCE = 50;
/** Rounds of a year, by how many months ago, with how much was learned since the one before. */
const ROUNDS = [
  { monthsAgo: 12, learned: 0 },
  { monthsAgo: 6, learned: 0.3 },
  { monthsAgo: 1, learned: 0.6 },
] as const;

/**
 * Frameworks and profiles as they are shipped, and a year of ratings: at the beginning, in the middle and a month ago 150 people rated themselves in
 * what their posts ask, and their heads rated some of it. Heads are a little stricter; people learn a little.
 */
export async function seedGrowth(ctx: Ctx, random: Random, now: Date): Promise<void> {
  await fillShipped(ctx);
  const framework = (await listFrameworksFor(ctx)).find(({ key }) => key === 'library-specialist');
  const version = framework?.versions.find(({ state }) => state === 'published');
  if (!version) return;
  await followPlaces(ctx);
  const { items } = await getVersionDetail(ctx, version.id);
  const areas = items.filter(({ kind }) => kind === 'area').map(({ id }) => id);
  const people = await listPeople(ctx);
  for (const { monthsAgo, learned } of ROUNDS) {
    const at = { ...ctx, clock: offsetClock(now.getTime() - Date.now() - monthsAgo * 30 * 24 * 3600_000) };
    for (let from = 0; from < people.length; from += AT_ONCE) {
      const ratings = people.slice(from, from + AT_ONCE).flatMap((personId, index): NewRating[] => {
        const chosen = [areas[(from + index) % areas.length], areas[(from + index + 4) % areas.length], areas[(from + index + 9) % areas.length]];
        const base = { scaleId: version.scaleId, versionId: version.id, comment: null, authorId: null, isAnonymous: false, sourceType: 'competencies.sheet' };
        const [self, head] = [newId(), newId()];
        return items
          .filter(({ kind, parentId }) => kind === 'competency' && chosen.includes(parentId ?? ''))
          .flatMap(({ competencyId }) => {
            const level = 1.4 + random.next() * 1.8 + learned;
            const step = (value: number) => Math.min(4, Math.max(0, Math.round(value)));
            return [
              { ...base, personId, competencyId, kind: 'self' as const, step: step(level + random.next() * 0.8), authorName: 'Самооценка', sourceId: self },
              ...(random.next() < 0.7 ? [{ ...base, personId, competencyId, kind: 'head' as const, step: step(level - random.next() * 0.6), authorName: 'Руководитель', sourceId: head }] : []),
            ];
          });
      });
      await inTransaction(at, (tx) => recordRatings(tx, ratings));
    }
  }
  await seedHelpers(ctx, version.id, people);
}

/** Some who say that they help colleagues, each with what she is best at. */
async function seedHelpers(ctx: Ctx, versionId: string, people: readonly string[]): Promise<void> {
  const words = ['По вторникам после обеда, рабочий телефон', 'Приезжайте, покажу на месте', 'Пишите на почту библиотеки', null];
  for (const [index, personId] of people.filter((_, at) => at % 19 === 3).entries()) {
    const { rows } = await sql<{ id: string }>`select e.competency_id as id from competencies.effective_level e join competencies.item i on i.network_id = e.network_id and i.competency_id = e.competency_id and i.version_id = ${versionId}
      where e.network_id = ${ctx.networkId} and e.person_id = ${personId} order by e.step desc, i.code limit 3`.execute(ctx.db);
    if (rows.length === 0) continue;
    await seedHelp(ctx, personId, HelpInput.parse({ competencies: rows.map(({ id }) => id), languages: index % 3 === 0 ? ['kk', 'ru'] : index % 3 === 1 ? ['ru'] : ['kk'], words: words[index % words.length] }));
  }
}

/** Working people with a post that has a profile, in an order that does not depend on when they were made. */
async function listPeople(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.person_id as id from people.person_card c
    where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and c.account_id is null
      and exists (select from competencies.profile_position pp where pp.network_id = c.network_id and pp.position_id = c.position_id)
    order by c.sort_name, c.person_id limit ${PEOPLE}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
