import { readdirSync, readFileSync } from 'node:fs';
import type { Locale } from '#lib/i18n/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import type { ContentItem, FrameworkContent, Source } from './framework-content.ts';

/** The frameworks and profiles of our own text, as they lie in `texts/`: one file for each area, all languages side by side. */

type Words = Partial<Record<Locale, string>>;
interface AreaFile {
  code: string;
  title: Words;
  description: Words;
  competencies: { code: string; title: Words; description: Words; levels?: Words[]; variants?: Record<string, Words[]> }[];
}
interface FrameworkFile {
  key: string;
  title: Words;
  description: Words;
  notes: Words;
  sources: Source[];
  variants?: { code: string; title: Words }[];
  scale: { step: number; label: Words; text: Words }[];
  areas: string[];
}
export interface ShippedProfile {
  key: string;
  title: LocalizedText;
  description: LocalizedText;
  parent: string | null;
  /** A step, a range, or null: not needed on purpose. A code that is missing is inherited. */
  levels: Readonly<Record<string, number | readonly [number, number] | null>>;
  /** Codes of the classifier of posts; `branch_head@rural_library`: in one kind of organisation only. */
  positions: readonly string[];
}

export const SHIPPED_FRAMEWORKS = ['library-specialist', 'key-competencies'] as const;
/** Written by us and read by no native reader yet. */
const UNREAD: readonly Locale[] = ['ky', 'be', 'hy'];

const folder = new URL('./texts/', import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T;

/** Our translations are no machine's, but those that no native reader has read must not look as if. Russian is the original. */
function text(words: Words): LocalizedText {
  const { ru, ...others } = words;
  return localized({ ...(ru === undefined ? {} : { ru }), ...others });
}

/** A shipped framework as content. */
export function shippedFramework(key: (typeof SHIPPED_FRAMEWORKS)[number]): FrameworkContent {
  const file = read<FrameworkFile>(`${key}/framework.json`);
  const names = readdirSync(new URL(`${key}/`, folder));
  const scale = file.scale.map(({ step, label, text: meaning }) => ({ step, label: text(label), text: text(meaning) }));
  const levelsOf = (levels: readonly Words[]) => Object.fromEntries(levels.map((words, index) => [file.scale[index]?.step ?? index, text(words)]));
  const items = file.areas.flatMap((code): ContentItem[] => {
    const name = names.find((one) => one.startsWith(`${code}-`));
    if (!name) throw new Error(`no text of the area ${code} of ${key}`);
    const area = read<AreaFile>(`${key}/${name}`);
    const plain = { identifier: null, isRetired: false };
    return [
      { ...plain, code: area.code, parent: null, kind: 'area', title: text(area.title), description: text(area.description), levels: {} },
      ...area.competencies.map((one): ContentItem => ({
        ...plain,
        code: one.code,
        parent: area.code,
        kind: 'competency',
        title: text(one.title),
        description: text(one.description),
        levels: one.variants ? Object.fromEntries(Object.entries(one.variants).map(([variant, levels]) => [variant, levelsOf(levels)])) : { '': levelsOf(one.levels ?? []) },
      })),
    ];
  });
  const languages = LOCALES.filter((locale) => items.every(({ title }) => title[locale]));
  return {
    key,
    title: text(file.title),
    description: text(file.description),
    notes: text(file.notes),
    sources: file.sources,
    creator: 'Sheberlik',
    licence: 'CC BY 4.0',
    sourceUrl: null,
    identifier: null,
    languages: ['ru', ...languages.filter((locale) => locale !== 'ru')],
    unreadLanguages: UNREAD.filter((locale) => languages.includes(locale)),
    variants: (file.variants ?? []).map(({ code, title }) => ({ code, title: text(title) })),
    scale,
    items,
    associations: [],
  };
}

/** What posts ask, of the framework for library specialists. */
export function shippedProfiles(): ShippedProfile[] {
  const { profiles } = read<{ profiles: (Omit<ShippedProfile, 'title' | 'description' | 'positions'> & { title: Words; description: Words; positions?: string[] })[] }>('profiles.json');
  return profiles.map((profile) => ({ ...profile, title: text(profile.title), description: text(profile.description), positions: profile.positions ?? [] }));
}
