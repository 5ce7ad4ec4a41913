import fc from 'fast-check';
import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { ASSOCIATION_KINDS, inTreeOrder, type ContentItem, type FrameworkContent } from './framework-content.ts';

/** Contents of every shape that can be stored, for laws that hold of all of them. */

const SIGNS = [...'abcАБВгдеқғҰңөӘі ўԱբգ09 -–.,;:!?«»"\'<>&*_`#=+@()[]{}\\/%$€№😀'];
const line = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength })
    .map((signs) => signs.join('').replace(/\s+/g, ' ').trim())
    .map((text) => text || 'я');
const lines = fc.array(line(30), { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const entry = (text: fc.Arbitrary<string>) => fc.record({ text, status: fc.constantFrom('original' as const, 'machine' as const, 'reviewed' as const) });
const textIn = (languages: readonly Locale[], text: fc.Arbitrary<string>, minKeys = 0): fc.Arbitrary<LocalizedText> =>
  fc.subarray([...languages], { minLength: minKeys }).chain((some) => fc.record(Object.fromEntries(some.map((locale) => [locale, entry(text)])))) as fc.Arbitrary<LocalizedText>;

const uuid = fc.uuid();

export const contents: fc.Arbitrary<FrameworkContent> = fc
  .record({ languages: fc.shuffledSubarray<Locale>(['kk', 'ru', 'en', 'ky', 'be', 'hy'], { minLength: 1, maxLength: 4 }), variantCount: fc.constantFrom(0, 0, 1, 3), steps: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 5 }) })
  .chain(({ languages, variantCount, steps }) => {
    const variants = Array.from({ length: variantCount }, (_, index) => `${index + 7}–${index + 9}`);
    const levels = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...(variants.length > 0 ? variants : [''])), fc.constantFrom(...steps), textIn(languages, lines, 1)), { maxLength: 4, selector: ([variant, step]) => `${variant} ${step}` })
      .map((all) => {
        const byVariant: Record<string, Record<number, LocalizedText>> = {};
        for (const [variant, step, text] of all) (byVariant[variant] ??= {})[step] = text;
        return byVariant;
      });
    const nodes = fc.array(fc.record({ kind: fc.constantFrom('area' as const, 'competency' as const), title: textIn(languages, line(40)), description: textIn(languages, lines), levels, identifier: uuid, isRetired: fc.boolean(), parent: fc.nat({ max: 40 }) }), { minLength: 1, maxLength: 12 });
    const ends = fc.array(fc.record({ from: fc.nat({ max: 40 }), to: fc.oneof(fc.nat({ max: 40 }), fc.webUrl().map((uri) => uri.slice(0, 900))), kind: fc.constantFrom(...ASSOCIATION_KINDS), title: fc.option(line(20)), note: fc.option(lines), identifier: uuid }), { maxLength: 5 });
    return fc.record({ nodes, ends, title: textIn(languages, line(60), 1), description: textIn(languages, lines), notes: textIn(languages, lines), creator: fc.option(line(40)), licence: fc.option(line(40)), sourceUrl: fc.option(fc.webUrl()), identifier: uuid, unread: fc.subarray(languages), labels: fc.array(textIn(languages, line(20), 1), { minLength: 5, maxLength: 5 }), meanings: fc.array(textIn(languages, lines), { minLength: 5, maxLength: 5 }), source: fc.option(line(50)) }).map(
      ({ nodes: made, ends: tied, unread, labels, meanings, source, ...head }): FrameworkContent => {
        const codes = made.map((_, index) => `К.${index}`);
        const items = inTreeOrder(
          made.map(({ parent, ...node }, index): ContentItem => ({ ...node, code: codes[index] ?? '', parent: index === 0 || parent % 3 === 0 || index > 6 ? (index === 0 ? null : (codes[0] ?? null)) : (codes[parent % index] ?? null) })),
        );
        const seen = new Set<string>();
        const associations = tied.flatMap(({ from, to, kind, title, note, identifier }) => {
          const [origin, target] = [codes[from % codes.length] ?? '', typeof to === 'number' ? (codes[to % codes.length] ?? '') : to];
          const key = `${origin} ${target} ${kind}`;
          if (origin === target || seen.has(key)) return [];
          seen.add(key);
          return [{ from: origin, to: typeof to === 'number' ? { code: target } : { uri: target, title }, kind, note, identifier }];
        });
        return {
          ...head,
          key: 'invented-framework',
          sources: source === null ? [] : [{ title: source, url: 'https://example.kz/x', licence: 'CC BY 4.0' }],
          ...{ languages, unreadLanguages: unread, variants: variants.map((code, index) => ({ code, title: labels[index] ?? {} })) },
          scale: [...steps].sort((a, b) => a - b).map((step, index) => ({ step, label: labels[index] ?? {}, text: meanings[index] ?? {} })),
          ...{ items, associations },
        };
      },
    );
  });

/** What is said without an order of its own, in one. */
export const sorted = (content: FrameworkContent): FrameworkContent => ({ ...content, associations: [...content.associations].sort((a, b) => ((a.identifier ?? '') < (b.identifier ?? '') ? -1 : 1)) });
