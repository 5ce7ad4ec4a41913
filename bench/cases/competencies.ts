import { sql } from 'kysely';
import { COMPARE_ROWS, fillShipped, followPlaces, keepMonths, listFrameworksFor, recountSums, showComparison, showCoverage, showGaps, showGrowth, showHistory, showMap, showTeamPlans, TeamFilter } from '#server/modules/competencies/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { withPlatform } from '../../tests/running/network.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, medianOf, percentile, type Figure } from '../figures.ts';
import { prepareRegion } from './registry.ts';

/** At most so many competencies are rated (the shipped framework has 56), most of them twice. */
const COMPETENCIES = 60;
const TWICE = 0.79;
const PARTS = 20;

interface Rated {
  frameworkId: string;
  versionId: string;
  scaleId: string;
  areaId: string;
  ratings: number;
  competencies: number;
}

/**
 * Two million ratings are written by the database itself, a step each by chance; levels as the rule of one rater makes them: her newest word. What is
 * measured afterwards reads the sums alone, which are counted from these levels.
 */
async function rateEverybody(ctx: Ctx): Promise<Rated> {
  await fillShipped(ctx);
  const framework = (await listFrameworksFor(ctx)).find(({ key }) => key === 'library-specialist');
  const version = framework?.versions.find(({ state }) => state === 'published');
  if (!framework || !version) throw new Error('nothing is shipped');
  await followPlaces(ctx);
  const chosen = sql`(select competency_id from competencies.item where network_id = ${ctx.networkId} and version_id = ${version.id} and kind = 'competency' order by code limit ${COMPETENCIES})`;
  let ratings = 0;
  // In parts: no statement of a service may take as long as all of them together.
  for (let part = 0; part < PARTS; part++) {
    const { numAffectedRows } = await sql`insert into competencies.rating (network_id, person_id, competency_id, scale_id, version_id, kind, step, author_name, source_type, source_id, rated_at)
    select p.network_id, p.person_id, c.competency_id, ${version.scaleId}::uuid, ${version.id}::uuid, 'head', floor(random() * 5)::int, 'bench', 'competencies.sheet', gen_random_uuid(), now() - (round * interval '200 days') - interval '3 days'
    from competencies.person_place p cross join ${chosen} c cross join generate_series(0, 1) round
    where p.network_id = ${ctx.networkId} and abs(hashtext(p.person_id::text)) % ${PARTS} = ${part} and (round = 0 or random() < ${TWICE})`.execute(ctx.db);
    await sql`insert into competencies.effective_level (network_id, person_id, competency_id, scale_id, step, rule, lowest, highest, ratings, rated_at)
    select distinct on (person_id, competency_id) network_id, person_id, competency_id, scale_id, step, 'weighted', step, step, 1, rated_at from competencies.rating
    where network_id = ${ctx.networkId} and abs(hashtext(person_id::text)) % ${PARTS} = ${part} order by person_id, competency_id, rated_at desc`.execute(ctx.db);
    ratings += Number(numAffectedRows ?? 0n);
  }
  const { rows } = await sql<{ id: string }>`select competency_id as id from competencies.item where network_id = ${ctx.networkId} and version_id = ${version.id} and kind = 'area' order by code limit 1`.execute(ctx.db);
  const competencies = Math.min(COMPETENCIES, version.competencies);
  return { competencies, frameworkId: framework.frameworkId, versionId: version.id, scaleId: version.scaleId, areaId: rows[0]?.id ?? '', ratings };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function measure(bench: Bench): Promise<Figure[]> {
  const size = bench.quick ? 300 : 20_000;
  return withPlatform(await bench.folder('competencies'), async (platform) => {
    const region = await prepareRegion(platform, size);
    const system = systemCtx(platform, region.ctx.networkId, 'bench', 'ru');
    const { rows: posts } = await sql<{ id: string }>`select id from people.position where network_id = ${system.networkId} and code = 'librarian'`.execute(platform.db);
    // Everybody in a post that has a profile: half of what is measured is what posts ask.
    await sql`update people.person set position_id = ${posts[0]?.id ?? null} where network_id = ${system.networkId}`.execute(platform.db);
    await sql`update people.employment set position_id = ${posts[0]?.id ?? null} where network_id = ${system.networkId}`.execute(platform.db);
    bench.say(`${size} people …`);
    const rated = await rateEverybody(system);
    bench.say(`${rated.ratings} ratings`);
    const recount = await took(() => inTransaction(system, (tx) => recountSums(tx, rated.frameworkId)));
    // As the database does by itself within minutes.
    await platform.pool.query('vacuum (analyze)');
    const months = bench.quick ? await took(() => keepMonths(system)) : null;
    const { rows: places } = await sql<{ district: string; person: string }>`select o.path[2] as district, p.person_id as person from competencies.person_place p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
      where p.network_id = ${system.networkId} and o.path[2] is not null order by p.person_id limit 1`.execute(platform.db);
    const [place] = places;
    if (!place) throw new Error('nobody works here');
    const wish = { frameworkId: rated.frameworkId };
    const works: [string, boolean, () => Promise<unknown>][] = [
      ['heat map, districts by areas', true, () => showMap(region.ctx, { ...wish, figure: 'mean' })],
      ['heat map, districts by areas, spread', true, () => showMap(region.ctx, { ...wish, figure: 'spread' })],
      ['heat map, libraries of a district by competencies', true, () => showMap(region.ctx, { ...wish, districtId: place.district, areaId: rated.areaId, figure: 'met' })],
      ['heat map, as a methodist of one district sees it', true, () => showMap(region.district, { ...wish, figure: 'mean' })],
      ['coverage of an area', true, () => showCoverage(region.ctx, { ...wish, areaId: rated.areaId })],
      ['gap list of a person', true, () => showGaps(region.ctx, place.person)],
      ['a person in a framework', true, () => showGrowth(region.ctx, place.person)],
      ['plans of everybody, first page', true, () => showTeamPlans(region.ctx, TeamFilter.parse({}))],
      ['growth of a person over two years', true, () => showHistory(region.ctx, place.person, wish)],
      ...(months === null ? [] : COMPARE_ROWS.map((rows): [string, boolean, () => Promise<unknown>] => [`two months side by side, ${rows}`, false, () => showComparison(region.ctx, { ...wish, rows })])),
    ];
    const figures: Figure[] = [figure(`full recount of the sums, ${size} people × ${rated.competencies} competencies, ${rated.ratings} ratings`, 's', [recount / 1000])];
    for (const [name, hasBudget, work] of works) {
      await work();
      const times: number[] = [];
      for (let round = 0; round < (bench.quick ? 3 : 25); round++) times.push(await took(work));
      figures.push(figure(`${name}, p50`, 'ms', [medianOf(times)], { ...(hasBudget && !bench.quick ? { budget: BUDGETS.heatMapMs } : {}), note: `p95 ${percentile(times.toSorted((a, b) => a - b), 0.95).toFixed(1)}` }));
    }
    return figures;
  });
}

/** Views over the competencies of a region, through the services, in one process. */
export const competencies: Case = { name: 'competencies', title: 'Competencies of a region', run: measure };
