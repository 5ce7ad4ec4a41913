import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { versionChanges, type ItemChange } from './changes.rule.ts';

const item = (competencyId: string, change: object = {}) => ({ id: `item of ${competencyId}`, competencyId, parentId: null, kind: 'competency' as const, code: competencyId, title: localized('ru', `Название ${competencyId}`), description: {}, retiredAt: null, ...change });
const level = (competencyId: string, text: string) => ({ itemId: `item of ${competencyId}`, variant: '', step: 1, text: localized('ru', text) });
const said = (changes: ItemChange[]) => changes.map(({ kind, item: { code, isGone }, parts, from, to }) => [kind, code, ...parts, ...(kind === 'moved' ? [`${from} → ${to}`] : []), ...(isGone ? ['gone'] : [])].join(' '));

describe('what a version changes', () => {
  const area = (code: string) => item(code, { kind: 'area' });
  const a1 = item('A1', { parentId: 'item of A' });
  const before = { items: [area('A'), area('B'), a1, item('A2', { parentId: 'item of A' })], descriptors: [level('A1', 'Делает'), level('A2', 'Знает')] };

  it('is nothing when nothing differs, however the rows are numbered and whatever a text is marked as', () => {
    const copy = before.items.map((one) => ({ ...one, id: `copy ${one.id}`, parentId: one.parentId && `copy ${one.parentId}`, title: { ru: { text: one.title.ru?.text ?? '', status: 'reviewed' as const } } }));
    expect(versionChanges(before, { items: copy, descriptors: before.descriptors.map((one) => ({ ...one, itemId: `copy ${one.itemId}` })) })).toEqual([]);
  });

  it('names what was added, changed, moved, retired, brought back and taken out', () => {
    const old = { ...before, items: [...before.items, item('C1', { retiredAt: new Date() }), item('C2')] };
    const after = {
      items: [area('A'), area('B'), { ...a1, parentId: 'item of B', code: 'A9', description: localized('ru', 'Описание') }, item('A2', { parentId: 'item of A', retiredAt: new Date() }), item('C1'), item('N')],
      descriptors: [level('A1', 'Делает иначе'), level('A2', 'Знает')],
    };
    expect(said(versionChanges(old, after))).toEqual(['changed A9 code description levels', 'moved A9 A → B', 'retired A2', 'revived C1', 'added N', 'retired C2 gone']);
  });

  it('says nothing of what was added and retired within one draft, nor of what stays retired', () => {
    const old = { items: [item('C', { retiredAt: new Date() })], descriptors: [] };
    expect(versionChanges(old, { items: [item('C', { retiredAt: new Date() }), item('D', { retiredAt: new Date() })], descriptors: [] })).toEqual([]);
  });
});
