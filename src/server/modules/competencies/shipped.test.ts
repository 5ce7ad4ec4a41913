import { describe, expect, it } from 'vitest';
import { contentProblems } from './framework-content.ts';
import { resolveProfile, type ProfileNode } from './profile.rule.ts';
import { SHIPPED_FRAMEWORKS, shippedFramework, shippedProfiles } from './shipped.ts';

const words = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, ''));
const COMPLETE = ['ru', 'kk', 'en'] as const;

describe.each(SHIPPED_FRAMEWORKS)('the framework %s', (key) => {
  const framework = shippedFramework(key);
  const competencies = framework.items.filter(({ kind }) => kind === 'competency');

  it('is whole: no doubled code, no orphan, sources cited, complete in Kazakh, Russian and English', () => {
    expect(contentProblems(framework)).toEqual([]);
    expect(framework.sources.length).toBeGreaterThan(2);
    for (const locale of COMPLETE) {
      expect(framework.languages).toContain(locale);
      for (const text of [framework.title, framework.description, framework.notes, ...framework.scale.flatMap(({ label, text: meaning }) => [label, meaning]), ...framework.items.flatMap(({ title, description }) => [title, description])]) expect(text[locale]?.text ?? '').not.toBe('');
    }
  });

  it('describes every step of every competency by something that can be watched, in 8 to 35 words', () => {
    const wrong: string[] = [];
    for (const { code, levels } of competencies) {
      const variants = framework.variants.length > 0 ? framework.variants.map((variant) => variant.code) : [''];
      for (const variant of variants) {
        for (const { step } of framework.scale) {
          for (const locale of framework.languages) {
            const text = levels[variant]?.[step]?.[locale]?.text ?? '';
            const count = words(text).length;
            if (count < 8 || count > 35 || !/[.։]$/.test(text)) wrong.push(`${code} ${variant} ${step} ${locale}: ${count} words: ${text}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no two steps of a competency that share most of their words', () => {
    const alike: string[] = [];
    for (const { code, levels } of competencies) {
      for (const [variant, steps] of Object.entries(levels)) {
        for (const locale of COMPLETE) {
          const texts = Object.entries(steps).map(([step, text]) => ({ step, words: new Set(words(text[locale]?.text ?? '')) }));
          texts.forEach((one, index) => {
            for (const other of texts.slice(index + 1)) {
              const common = [...one.words].filter((word) => other.words.has(word)).length;
              if (common > 0.6 * Math.min(one.words.size, other.words.size)) alike.push(`${code} ${variant} ${locale} ${one.step}/${other.step}`);
            }
          });
        }
      }
    }
    expect(alike).toEqual([]);
  });
});

it('library specialists have at least eight areas and 45 competencies of five steps; key competencies at least twelve for two ages', () => {
  const count = (key: (typeof SHIPPED_FRAMEWORKS)[number], kind: 'area' | 'competency') => shippedFramework(key).items.filter((item) => item.kind === kind).length;
  expect([count('library-specialist', 'area') >= 8, count('library-specialist', 'competency') >= 45, shippedFramework('library-specialist').scale.length]).toEqual([true, true, 5]);
  expect([count('key-competencies', 'competency') >= 12, shippedFramework('key-competencies').variants.map(({ code }) => code)]).toEqual([true, ['14-17', '18-30']]);
});

it('profiles say of every competency which step is asked, or that it is not needed on purpose', () => {
  const profiles = shippedProfiles();
  expect(profiles.length).toBeGreaterThanOrEqual(12);
  const codes = shippedFramework('library-specialist').items.filter(({ kind }) => kind === 'competency').map(({ code }) => code);
  const nodes = new Map(profiles.map(({ key, parent }): [string, ProfileNode] => [key, { id: key, parentId: parent }]));
  const levels = new Map(
    profiles.map(({ key, levels: said }) => [
      key,
      Object.entries(said).map(([competencyId, level]) => {
        const [least, preferred] = level === null ? [null, null] : typeof level === 'number' ? [level, level] : level;
        return { profileId: key, competencyId, least, preferred };
      }),
    ]),
  );
  for (const { key, title } of profiles) {
    const resolved = resolveProfile(nodes, levels, key);
    expect([key, codes.filter((code) => !resolved.has(code)), [...resolved.keys()].filter((code) => !codes.includes(code))]).toEqual([key, [], []]);
    for (const { asked } of resolved.values()) if (asked) expect([asked.least >= 1, asked.preferred <= 4, asked.preferred >= asked.least]).toEqual([true, true, true]);
    for (const locale of ['ru', 'kk', 'en', 'ky', 'be', 'hy'] as const) expect(title[locale]?.text ?? '').not.toBe('');
  }
});
