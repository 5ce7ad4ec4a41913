import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, json, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { COMPARE_FIGURES, COMPARE_ROWS, showComparison } from './compare.service.ts';
import { showCoverage } from './coverage.service.ts';
import { RATER_KINDS, RATING_RULES } from './effective.rule.ts';
import { HelpInput, offerHelp, showExperts, withdrawHelp } from './experts.service.ts';
import { showHistory } from './history.service.ts';
import { MAP_FIGURES } from './map.rule.ts';
import { showMap } from './map.service.ts';
import { changeRule, previewRule, RuleInput, showRule } from './rule.service.ts';

const Cell = z.object({ value: z.number().nullable(), base: z.int(), hidden: z.boolean().openapi({ description: 'A small group whose records the reader does not keep, or one that would tell it' }) }).openapi('HeatMapCell');
const Column = z.object({ competencyId: z.string(), code: z.string(), title: Written.nullable() });
const query = z.object({
  framework: z.uuid().optional(),
  district: z.uuid().optional().openapi({ description: 'Rows are the organisations of this district' }),
  area: z.uuid().optional().openapi({ description: 'The competency id of a top area: columns are its competencies' }),
});
const HeatMap = z
  .object({
    ...{ frameworkId: z.uuid(), figure: z.enum(MAP_FIGURES), hidesSome: z.boolean(), columns: z.array(Column) },
    rows: z.array(z.object({ organisationId: z.uuid(), name: z.string(), people: z.int(), cells: z.array(Cell) })),
    total: z.object({ people: z.int(), cells: z.array(Cell) }),
  })
  .openapi('CompetencyHeatMap');
const Coverage = z
  .object({
    frameworkId: z.uuid(),
    competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written, people: z.array(z.int()).nullable().openapi({ description: 'By step, in the order of the scale; null: hidden' }), rated: z.int(), without: z.int(), single: z.int(), unrated: z.int() })),
  })
  .openapi('CompetencyCoverage');
const Comparison = z
  .object({
    ...{ frameworkId: z.uuid(), rows: z.enum(COMPARE_ROWS), figure: z.enum(COMPARE_FIGURES), from: z.string().nullable(), until: z.string().nullable(), months: z.array(z.string()) },
    ...{ before: z.int(), after: z.int(), came: z.int().nullable(), left: z.int().nullable() },
    lines: z.array(z.object({ id: z.string(), name: z.string(), before: Cell, after: Cell, change: z.number().nullable(), came: z.int().nullable(), left: z.int().nullable() })),
  })
  .openapi('CompetencyComparison');
const Expert = z.object({
  ...{ personId: z.uuid(), name: z.string(), position: z.string(), organisation: z.string(), district: z.string() },
  ...{ languages: z.array(z.enum(LOCALES)).nullable(), words: z.string().nullable(), competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written, step: z.int().nullable() })) },
});
const History = z
  .object({
    ...{ personId: z.uuid(), frameworkId: z.uuid() },
    areas: z.array(z.object({ competencyId: z.uuid().nullable(), title: Written.nullable() })),
    points: z.array(z.object({ at: instant(), mean: z.number().nullable(), rated: z.int(), areas: z.array(z.number().nullable()) })),
    events: z.array(z.object({ at: instant(), kind: z.enum(RATER_KINDS), ratings: z.int(), changes: z.array(z.object({ competencyId: z.uuid(), from: z.int().nullable(), to: z.int() })) })),
  })
  .openapi('CompetencyHistory');
const Weights = z.object(Object.fromEntries(RATER_KINDS.map((kind) => [kind, z.int()])) as Record<(typeof RATER_KINDS)[number], z.ZodInt>);
const Rule = z.object({ rule: z.enum(RATING_RULES), weights: Weights, version: z.int(), people: z.int(), judging: z.object({ state: z.string(), done: z.int(), total: z.int() }).nullable() }).openapi('RatingRule');
const Preview = z.object({ people: z.int(), of: z.int(), changed: z.int(), up: z.int(), down: z.int() }).openapi('RatingRulePreview');

const shown = ({ value, base, isHidden }: { value: number | null; base: number; isHidden: boolean }) => ({ value, base, hidden: isHidden });

/** The views over many people, and the rule by which ratings make levels. */
export function registerViewsApi(api: Api): void {
  const tags = ['Competencies: views'];
  const person = z.object({ personId: z.uuid() });
  const wishOf = ({ framework, district, area }: z.output<typeof query>) => ({ frameworkId: framework, districtId: district, areaId: area });
  api.openapi(
    createRoute({ method: 'get', path: '/competencies/map', tags, ...signedIn, summary: 'Districts or organisations by areas or competencies; small groups hidden', request: { query: query.extend({ figure: z.enum(MAP_FIGURES).default('mean') }) }, responses: { 200: json(HeatMap, 'The heat map'), ...problems } }),
    async (c) => {
      const { version, figure, hidesSome, columns, rows, total } = await showMap(c.env.ctx, { ...wishOf(c.req.valid('query')), figure: c.req.valid('query').figure });
      return c.json(
        {
          ...{ frameworkId: version.frameworkId, figure, hidesSome, columns: columns.map(({ id, code, title }) => ({ competencyId: id, code, title })) },
          rows: rows.map(({ id, name, headcount, cells }) => ({ organisationId: id, name, people: headcount, cells: cells.map(shown) })),
          total: { people: total.headcount, cells: total.cells.map(shown) },
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/competencies/coverage', tags, ...signedIn, summary: 'How many people stand at each step, and where it hangs on nobody or on one', request: { query }, responses: { 200: json(Coverage, 'Competency by competency'), ...problems } }),
    async (c) => {
      const { version, lines } = await showCoverage(c.env.ctx, wishOf(c.req.valid('query')));
      return c.json({ frameworkId: version.frameworkId, competencies: lines.map(({ item, steps, rated, without, single, unrated }) => ({ competencyId: item.competencyId, code: item.code, title: item.title, people: steps, rated, without, single, unrated })) }, 200);
    },
  );
  const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-01$/, 'date.invalid');
  api.openapi(
    createRoute({ method: 'get', path: '/competencies/comparison', tags, ...signedIn, summary: 'Two moments side by side, from what was written down at the end of months', request: { query: query.extend({ rows: z.enum(COMPARE_ROWS).optional(), figure: z.enum(COMPARE_FIGURES).optional(), from: month.optional(), until: month.optional() }) }, responses: { 200: json(Comparison, 'Before and after'), ...problems } }),
    async (c) => {
      const { rows, figure, from, until } = c.req.valid('query');
      const found = await showComparison(c.env.ctx, { ...wishOf(c.req.valid('query')), rows, figure, from, until });
      const lines = found.lines.map(({ id, name, before, after, change, came, left }) => ({ id, name, before: shown(before), after: shown(after), change, came, left }));
      return c.json({ frameworkId: found.version.frameworkId, rows: found.rows, figure: found.figure, from: found.from, until: found.until, months: found.months, ...found.headcount, came: found.moves?.came ?? null, left: found.moves?.left ?? null, lines }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/competencies/experts', tags, ...signedIn, summary: 'Who can help with what: those who offered it, and of the people the reader reads those at the highest steps', request: { query: z.object({ framework: z.uuid().optional(), competency: z.uuid().optional(), district: z.uuid().optional(), language: z.enum(LOCALES).optional() }) }, responses: { 200: json(z.object({ experts: z.array(Expert) }), 'People'), ...problems } }),
    async (c) => {
      const { framework, competency, district, language } = c.req.valid('query');
      const { experts } = await showExperts(c.env.ctx, { frameworkId: framework, competencyId: competency, districtId: district, language });
      return c.json({ experts: experts.map(({ skills, mayOpen: _, ...expert }) => ({ ...expert, competencies: skills.map(({ item, step }) => ({ competencyId: item.competencyId, code: item.code, title: item.title, step })) })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/competencies/history', tags, ...signedIn, summary: 'How the steps of a person came about', request: { params: person, query: z.object({ framework: z.uuid().optional() }) }, responses: { 200: json(History, 'Months and events'), ...problems } }),
    async (c) => {
      const { version, areas, points, events } = await showHistory(c.env.ctx, c.req.valid('param').personId, { frameworkId: c.req.valid('query').framework });
      return c.json(
        {
          ...{ personId: c.req.valid('param').personId, frameworkId: version.frameworkId },
          areas: areas.map(({ item }) => ({ competencyId: item?.competencyId ?? null, title: item?.title ?? null })),
          points: points.map(({ at, ...point }) => ({ at: at.toISOString(), ...point })),
          events: events.map(({ at, changes, ...event }) => ({ at: at.toISOString(), ...event, changes: changes.map(({ item, from, to }) => ({ competencyId: item.competencyId, from, to })) })),
        },
        200,
      );
    },
  );
  const offer = HelpInput.extend({ frameworkId: z.uuid('choice.missing') });
  api.openapi(createRoute({ method: 'put', path: '/people/{personId}/help', tags, ...signedIn, summary: 'Says that one helps colleagues; oneself alone', request: { params: person, ...body(named('HelpOffer', offer)) }, responses: done }), async (c) => {
    const { frameworkId, ...input } = c.req.valid('json');
    await offerHelp(c.env.ctx, c.req.valid('param').personId, frameworkId, input);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'delete', path: '/people/{personId}/help', tags, ...signedIn, summary: 'Takes it back', request: { params: person }, responses: done }), async (c) => {
    await withdrawHelp(c.env.ctx, c.req.valid('param').personId);
    return c.body(null, 204);
  });
  const at = z.object({ versionId: z.uuid() });
  api.openapi(createRoute({ method: 'get', path: '/frameworks/{versionId}/rule', tags, ...signedIn, summary: 'By which rule ratings make levels', request: { params: at }, responses: { 200: json(Rule, 'The rule'), ...problems } }), async (c) => {
    const { rule, weights, version, people, job } = await showRule(c.env.ctx, c.req.valid('param').versionId);
    return c.json({ rule, weights, version, people, judging: job && { state: job.state, done: job.done, total: job.total } }, 200);
  });
  api.openapi(createRoute({ method: 'post', path: '/frameworks/{versionId}/rule/preview', tags, ...signedIn, summary: 'What a rule would change', request: { params: at, ...body(named('RatingRuleInput', RuleInput)) }, responses: { 200: json(Preview, 'People and levels'), ...problems } }), async (c) =>
    c.json(await previewRule(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json')), 200),
  );
  api.openapi(createRoute({ method: 'put', path: '/frameworks/{versionId}/rule', tags, ...signedIn, summary: 'Changes the rule; everybody is judged anew in the background', request: { params: at, ...body(named('RatingRuleInput', RuleInput)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await changeRule(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json'));
    return c.body(null, 204);
  });
}
