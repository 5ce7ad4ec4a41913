import type { LocalizedText } from '#server/platform/text/index.ts';
import { contentProblems, type ContentItem, type FrameworkContent } from './framework-content.ts';
import { Findings, type ReadContent } from './framework-reading.ts';
import { cleanText } from './plain-text.rule.ts';

/**
 * DigComp 3.0 from the CSV files in which the Joint Research Centre publishes its English texts: `location, context, source, target`.
 * The data ties no statement and no learning outcome to a level, so a descriptor is what its level means in general.
 */

const en = (text: string): LocalizedText => (text === '' ? {} : { en: { text, status: 'original' } });
const LOCATION = /^digcomp\.(area|competence|level|statement|outcome|glossary)\.(.+)$/;

export const isDigcomp = (rows: readonly (readonly string[])[]): boolean => rows[0]?.[0]?.trim().toLowerCase() === 'location' && rows.slice(1, 20).some(([location = '']) => LOCATION.test(location));

/** Each descriptor stands at each competence, so that a small file could become a large framework. The Commission's has 21 competences and some 1,500 rows. */
const MOST = { competences: 200, rows: 20_000, title: 1000, description: 20_000, descriptor: 4000 };

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

/** The five files in any order; those of statements, outcomes and terms may be missing. Pure. */
export function fromDigcomp(files: readonly (readonly (readonly string[])[])[]): ReadContent {
  const found = new Findings();
  if (files.reduce((sum, { length }) => sum + length, 0) > MOST.rows) return found.nothing('framework.too_many_items', { max: MOST.rows });
  const texts = new Map<string, string>();
  const [statements, counts] = [new Map<string, string[]>(), { outcome: 0, glossary: 0 }];
  for (const rows of files) {
    for (const [location = '', , source = ''] of rows.slice(1)) {
      const [, what, rest = ''] = LOCATION.exec(location.trim()) ?? [];
      const text = cleanText(source);
      if (what === 'outcome') counts.outcome++;
      else if (what === 'glossary') counts.glossary += rest.endsWith('.label') ? 1 : 0;
      else if (what === 'statement') {
        const competence = /^CS(\d+\.\d+)\.\d+$/.exec(rest)?.[1];
        if (competence) push(statements, competence, text);
        else found.note('digcomp.row_left', null, { location: location.slice(0, 80) });
      } else if (what) texts.set(`${what}.${rest}`, text);
      else if (location !== '') found.note('digcomp.row_left', null, { location: location.slice(0, 80) });
    }
  }
  const byNumber = new Intl.Collator('en', { numeric: true });
  const numbers = (pattern: RegExp) => [...texts.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? []).sort(byNumber.compare);
  const [areas, competences, levels] = [numbers(/^area\.(\d+)\.label$/), numbers(/^competence\.(\d+\.\d+)\.label$/), numbers(/^level\.(\d{1,2})\.four_level_name$/)];
  if (areas.length === 0 || competences.length === 0) return found.nothing('digcomp.file_missing', { file: 'core-framework.csv' });
  if (levels.length === 0) return found.nothing('digcomp.file_missing', { file: 'levels.csv' });
  if (competences.length > MOST.competences) return found.nothing('framework.too_many_items', { max: MOST.competences });
  const general = (level: string) => texts.get(`level.${level}.eight_level_description`) ?? texts.get(`level.${level}.four_level_description`) ?? '';
  const descriptors = Object.fromEntries(levels.map((level) => [Number(level), en(general(level))]));
  const plain = { identifier: null, isRetired: false };
  const within = new Map<string, string[]>();
  for (const code of competences) push(within, code.slice(0, code.indexOf('.')), code);
  const items = areas.flatMap((area): ContentItem[] => [
    { ...plain, code: area, parent: null, kind: 'area', title: en(texts.get(`area.${area}.label`) ?? ''), description: en(texts.get(`area.${area}.description`) ?? ''), levels: {} },
    ...(within.get(area) ?? []).map((code): ContentItem => {
      const notes = (statements.get(code) ?? []).map((text) => `– ${text}`).join('\n');
      const description = [texts.get(`competence.${code}.description`) ?? '', notes].filter(Boolean).join('\n\n');
      return { ...plain, code, parent: area, kind: 'competency', title: en(texts.get(`competence.${code}.label`) ?? ''), description: en(description), levels: { '': descriptors } };
    }),
  ]);
  const long = (code: string | null, max: number, ...said: string[]) => void (said.some((text) => text.length > max) && found.problem('framework.text_long', code, { max }));
  for (const { code, title, description } of items) {
    long(code, MOST.title, title.en?.text ?? '');
    long(code, MOST.description, description.en?.text ?? '');
  }
  for (const level of levels) long(null, MOST.descriptor, general(level));
  if (statements.size === 0) found.note('digcomp.no_statements', null);
  if (counts.outcome > 0) found.note('digcomp.outcomes_left', null, { count: counts.outcome });
  if (counts.glossary > 0) found.note('digcomp.terms_left', null, { count: counts.glossary });
  const content: FrameworkContent = {
    key: 'digcomp-3',
    title: en('DigComp 3.0'),
    description: en('The European Digital Competence Framework for Citizens'),
    notes: en('Adapted from DigComp 3.0, European Commission, Joint Research Centre, JRC144121, licensed under CC BY 4.0. The descriptor of a level is what the level means in general; the competence statements stand in the description of their competence.'),
    sources: [{ title: 'DigComp 3.0, European Commission, Joint Research Centre, JRC144121', url: 'https://publications.jrc.ec.europa.eu/repository/handle/JRC144121', licence: 'CC BY 4.0' }],
    creator: 'European Commission, Joint Research Centre',
    licence: 'CC BY 4.0',
    sourceUrl: 'https://publications.jrc.ec.europa.eu/repository/handle/JRC144121',
    identifier: null,
    languages: ['en'],
    unreadLanguages: [],
    variants: [],
    scale: levels.map((level) => ({ step: Number(level), label: en(texts.get(`level.${level}.four_level_name`) ?? level), text: en([general(level), texts.get(`level.${level}.applies_to`) ?? ''].filter(Boolean).join('\n')) })),
    items,
    associations: [],
  };
  return found.read(content, contentProblems);
}
