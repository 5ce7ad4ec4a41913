import type { IForbiddenRuleType } from 'dependency-cruiser';

export const TIERS = {
  0: ['people', 'access'],
  1: ['competencies', 'credentials', 'rooms', 'surveys', 'practices', 'mentors', 'assessment'],
  2: ['seminars', 'school', 'dual', 'mentoring', 'volunteering', 'guidance'],
  3: ['planning', 'workforce', 'passport'],
} as const;
const names = (tiers: (keyof typeof TIERS)[]) => tiers.flatMap((tier) => [...TIERS[tier]]).join('|');
const TEST = '\\.(test|factory|fixture)\\.ts$';

/** The rules of ARCHITECTURE.md that concern who may import whom. Each has a fixture in `fixtures/<name>` that must break it. */
export const dependencyRules: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'A cycle, even of types only, makes two files one. Move what both need into a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-dead-import',
    severity: 'error',
    comment: 'The imported file does not exist.',
    from: {},
    to: { couldNotResolve: true, path: '^[.#]', pathNot: '/\\$types$|/compiled/' },
  },
  {
    name: 'door-only',
    severity: 'error',
    comment: 'Another module is reached only through its index.ts.',
    from: { path: '^src/server/modules/([^/]+)/' },
    to: { path: '^src/server/modules/([^/]+)/', pathNot: ['^src/server/modules/$1/', '^src/server/modules/[^/]+/index\\.ts$'] },
  },
  {
    name: 'outside-through-door',
    severity: 'error',
    comment: 'From outside a module only index.ts, *.api.ts and *.jobs.ts may be imported.',
    from: { path: '^src/', pathNot: ['^src/server/modules/', TEST] },
    to: { path: '^src/server/modules/[^/]+/', pathNot: '^src/server/modules/[^/]+/(index|[^/]+\\.api|[^/]+\\.jobs)\\.ts$' },
  },
  {
    name: 'tier-0-order',
    severity: 'error',
    comment: 'people and access know no higher module.',
    from: { path: `^src/server/modules/(${names([0])})/` },
    to: { path: `^src/server/modules/(${names([1, 2, 3])})/` },
  },
  {
    name: 'tier-1-order',
    severity: 'error',
    comment: 'Tier 1 imports tier 0 only; its modules meet in flows or by events.',
    from: { path: `^src/server/modules/(${names([1])})/` },
    to: { path: `^src/server/modules/(${names([1])})/`, pathNot: '^src/server/modules/$1/' },
  },
  {
    name: 'tier-2-order',
    severity: 'error',
    comment: 'Modules of tier 2 never import one another; nobody below imports them.',
    from: { path: '^src/server/modules/([^/]+)/' },
    to: { path: `^src/server/modules/(${names([2])})/`, pathNot: '^src/server/modules/$1/' },
  },
  {
    name: 'tier-3-order',
    severity: 'error',
    comment: 'Nobody imports planning, workforce or passport.',
    from: { path: '^src/server/modules/([^/]+)/' },
    to: { path: `^src/server/modules/(${names([3])})/`, pathNot: '^src/server/modules/$1/' },
  },
  {
    name: 'platform-knows-no-module',
    severity: 'error',
    comment: 'No business word in the platform.',
    from: { path: '^src/server/platform/', pathNot: TEST },
    to: { path: '^src/server/(modules|flows|http|api|seed|testing)/' },
  },
  {
    name: 'server-without-sveltekit',
    severity: 'error',
    comment: 'src/server is plain Node: it runs without Vite and SvelteKit.',
    from: { path: '^src/server/' },
    to: { path: '^(\\$app|\\$lib)|node_modules/(@sveltejs|svelte)/|^@sveltejs|^svelte$' },
  },
  {
    name: 'routes-without-sql',
    severity: 'error',
    comment: 'Pages call services; only *.queries.ts touch the database.',
    from: { path: '^src/(routes|lib)/|^src/hooks' },
    to: { path: 'node_modules/(kysely|pg|pg-boss)/|^(kysely|pg)$|\\.queries\\.ts$|^src/server/platform/db\\.ts$' },
  },
  {
    name: 'lib-imports-server-types-only',
    severity: 'error',
    comment: 'What may reach a browser imports types of the server, never its code.',
    from: { path: '^src/lib/|\\.svelte$' },
    to: { path: '^src/server/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'testing-stays-in-tests',
    severity: 'error',
    comment: 'The product never imports what is for tests.',
    from: { path: '^src/', pathNot: [TEST, '^src/server/testing/'] },
    to: { path: '^src/server/testing/' },
  },
];

export const cruiseOptions = {
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(build|\\.svelte-kit|data|static)/' },
};
