/** Rules about the text of files, each with lines that keep it and lines that break it: the rules themselves are tested. */
export interface SourceRule {
  name: string;
  /** Why, and what to do instead: shown with each finding. */
  message: string;
  applies: (path: string) => boolean;
  find: RegExp;
  good: string[];
  bad: string[];
}

const inModules = (path: string) => /^src\/server\/modules\//.test(path) && !/\.test\.ts$/.test(path);

const CODE = `['"\`](?:KZ|RU|BY|KG|AM|[A-Z]{2})['"\`]`;
const OURS = '(?:KZ|RU|BY|KG|AM)';
/** The ways in which code asks which country it is: compared, listed, switched over, looked up in a table written on the spot. */
const COUNTRY_BY_NAME = new RegExp(
  [
    `\\b\\w*[cC]ountry\\w*\\s*[!=]==?\\s*${CODE}`,
    `${CODE}\\s*[!=]==?\\s*[\\w.?]*[cC]ountry`,
    `${CODE}[^\\]]*\\]\\.includes\\([\\w.]*[cC]ountry`,
    `\\bcase\\s+['"\`]${OURS}['"\`]\\s*:`,
    `\\b${OURS}\\b[^}]*\\}\\s*\\[[\\w.]*[cC]ountry`,
    `['"\`]${OURS}['"\`].*\\.(?:get|has)\\([\\w.]*[cC]ountry`,
    `[cC]ountr(?:y|ies)\\w*\\.(?:has|includes|startsWith|get)\\(${CODE}`,
    `\\b${OURS}\\b.*/[a-z]*\\.test\\([\\w.]*[cC]ountry`,
  ].join('|'),
);

export const sourceRules: SourceRule[] = [
  {
    name: 'sql-only-in-queries',
    message: 'Only *.queries.ts touch the database handle: a reviewer reads all SQL of a module in one place.',
    applies: (path) => (inModules(path) || /^src\/server\/(flows|http|api)\//.test(path)) && !/\.(queries|test)\.ts$/.test(path),
    find: /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|executeQuery)\(|\bsql(<[^>]*>)?`|\bpool\.query[(<](?!\s*'select 1')/,
    good: ['const row = await findEvent(ctx, id);'],
    bad: ["ctx.db.selectFrom('people.person')", 'await sql`select 1`.execute(db)', 'await platform.pool.query({ text })'],
  },
  {
    name: 'no-country-by-name',
    message: 'Rules of countries are data with a source and a date (country profile), never `if (country)` in code: ask profileOf or rulesOf.',
    applies: (path) => /^src\/(server|routes)\//.test(path) && !/\.data\.ts$|\.(test|factory|fixture)\.ts$|^src\/server\/(seed|testing)\//.test(path),
    find: COUNTRY_BY_NAME,
    good: [
      'const profile = await profileOf(ctx, country);',
      "if (country === null) {",
      "country: 'KZ',",
      "const at = place === 'AM' ? morning : noon;",
      'if (row.country === network.country) {',
    ],
    bad: [
      "if (country === 'KZ') {",
      "if ('RU' !== network.country) {",
      'if (list.country == "BY") {',
      "const isHome = ['KZ', 'KG'].includes(country);",
      "switch (event.country) { case 'KZ':",
      "const days = { KZ: 365, RU: 180 }[country];",
      "const days = new Map([['KZ', 365]]).get(country);",
      "{#if data.country === 'AM'}",
      "if (countries.has('KZ')) {",
      "const isHere = country.startsWith('KZ');",
      "if (/^(KZ|RU)$/.test(country)) {",
    ],
  },
  {
    name: 'no-inline-style',
    message: 'The content security policy forbids inline styles: use a class.',
    applies: (path) => /\.svelte$/.test(path),
    find: /\sstyle=["{]|<style[\s>](?!.*lang=)/,
    good: ['<p class="quiet">'],
    bad: ['<p style="color:red">', '<p style={color}>'],
  },
  {
    name: 'no-raw-html',
    message: 'Everything a person can send is hostile: {@html} only for text that our own code made.',
    applies: (path) => /\.svelte$/.test(path),
    find: /\{@html(?!\s+safe)/,
    good: ['<p>{text}</p>', '{@html safeJsonLd}'],
    bad: ['{@html data.text}'],
  },
  {
    name: 'no-skipped-test',
    message: 'A test that does not run proves nothing.',
    applies: (path) => /\.(test|e2e)\.ts$/.test(path) && !/source-rules/.test(path),
    find: /\b(it|test|describe)\.(skip|only|todo)\(/,
    good: ["it('works', () => {"],
    bad: ["it.only('works', () => {", "describe.skip('later', () => {"],
  },
  {
    name: 'no-default-export',
    message: 'Names are found by search; default exports have none. Only where a tool demands one.',
    applies: (path) => /^src\/.*\.ts$/.test(path) && !/global-setup\.ts$/.test(path),
    find: /^export default /m,
    good: ['export function find() {}'],
    bad: ['export default function () {}'],
  },
];

export const LONGEST = 400;
export const LONGEST_PAGE_SERVER = 80;
export const VAGUE_NAMES = /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/i;
