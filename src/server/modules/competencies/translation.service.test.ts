import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts';
import { NewAssociation, NewFramework, NewItem, ScaleInput, SplitItem, TranslatedTexts, VariantsInput } from './frameworks.schemas.ts';
import { addFramework, beginDraft, changeScale, changeVariants, getVersionDetail, listFrameworksFor, publishVersion } from './frameworks.service.ts';
import { addAssociation, addItem, getItemDetail, moveItem, NO_VARIANT, retireItem } from './items.service.ts';
import { changesOf, findPublishedItems, readLadders, readVersion } from './reading.service.ts';
import { listMissingTexts, translateTexts } from './translation.service.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const reader = () => at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]));
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
let made = 0;
const revision = async (id: string) => (await getVersionDetail(keeper(), id)).version.revision;

async function draft() {
  const id = await addFramework(keeper(), NewFramework.parse({ organisationId: at.organisationId, key: `texts-${++made}`, title: { ru: 'Рамка', kk: 'Шеңбер' }, description: { ru: 'О чём' }, languages: ['ru', 'kk'] }));
  await changeVariants(keeper(), id, VariantsInput.parse({ revision: await revision(id), variants: { 0: { code: '14.5', title: { ru: 'Подростки' } }, 2: { code: '18', title: { ru: 'Взрослые' } } } }));
  const add = async (change: object) => addItem(keeper(), id, NewItem.parse({ revision: await revision(id), title: { ru: 'Пункт', kk: 'Тармақ' }, ...change }));
  const area = await add({ kind: 'area', code: 'A' });
  const steps = Object.fromEntries([0, 1, 2, 3, 4].map((step) => [String(step), { ru: `Делает ${step}` }]));
  const one = await add({ kind: 'competency', code: 'A1', parentId: area, levels: { '14_5': steps, '18': steps } });
  return { id, area, one };
}

describe('rows of a form', () => {
  it('may be numbered with gaps, and errors keep the number of the row', () => {
    const steps = { 0: { step: '0', label: { ru: 'нет' } }, 1: { step: '', label: {} }, 3: { step: '0', label: { ru: 'есть' } } };
    const issues = ScaleInput.safeParse({ revision: '1', steps: { 0: steps[0], 3: steps[3] } }).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    expect(issues).toEqual(['steps.3.step framework.step_doubled']);
    expect(SplitItem.safeParse({ revision: '1', codes: { 1: { code: 'A', title: { ru: 'А' } } } }).error?.issues.map(({ message }) => message)).toEqual(['framework.split_two']);
    expect(ScaleInput.safeParse({ revision: '1', steps: { 999999999: steps[0] } }).success).toBe(false);
  });
});

describe('the worklist of a translator', () => {
  it('names every text that a language lacks, writes what is given and leaves the rest', async () => {
    const { id, one } = await draft();
    const { version, missing } = await listMissingTexts(keeper(), id, 'kk');
    expect(missing.map(({ key }) => key)).toEqual(['head/description', ...['14_5', '18'].flatMap((variant) => [0, 1, 2, 3, 4].map((step) => `level/${one}/${step}/${variant}`))]);
    const give = (texts: Record<string, string>, given = version.revision) => translateTexts(keeper(), id, TranslatedTexts.parse({ revision: given, to: 'kk', texts }));
    expect(await refusal(give({ 'head/description': 'я'.repeat(4001) }))).toBe('texts.head/description text.too_long');
    expect(await refusal(give({ [`item/${id}/title`]: 'Жоқ' }))).toBe(`texts.item/${id}/title choice.missing`);
    // What is there already stays as its author wrote it.
    expect(await give({ 'head/description': 'Не туралы', [`level/${one}/2/14_5`]: 'Істейді', [`item/${one}/title`]: 'Басқа' })).toBe(2);
    expect(await refusal(give({}))).toBe('record.changed_meanwhile');
    const { descriptors, item } = await getItemDetail(keeper(), id, one);
    expect(descriptors.filter(({ text }) => text.kk).map(({ variant, step, text }) => [variant, step, text.kk, text.ru?.status])).toEqual([['14.5', 2, { text: 'Істейді', status: 'reviewed' }, 'original']]);
    expect(item.title.kk).toEqual({ text: 'Тармақ', status: 'reviewed' });
    expect((await listMissingTexts(keeper(), id, 'kk')).missing).toHaveLength(9);
    expect(await refusal(listMissingTexts(reader(), id, 'kk'))).toBe('page.not_found');
    expect(await refusal(translateTexts(reader(), id, TranslatedTexts.parse({ revision: 1, to: 'kk' })))).toBe('page.not_found');
    await publishVersion(keeper(), id);
    expect(await refusal(give({}))).toBe('version.not_draft');
  });
});

describe('a scale that is in use', () => {
  it('gets a language more without becoming another scale', async () => {
    const first = await addFramework(keeper(), NewFramework.parse({ organisationId: at.organisationId, key: `texts-${++made}`, title: { ru: 'Рамка', kk: 'Шеңбер' }, languages: ['ru', 'kk'] }));
    const steps = [0, 1, 2].map((step) => ({ step: String(step), label: { ru: `Ступень ${step}`, ...(step === 0 && { kk: 'Саты 0' }) }, ...(step === 2 && { text: { ru: 'Учит других' } }) }));
    await changeScale(keeper(), first, ScaleInput.parse({ revision: await revision(first), steps: Object.fromEntries(steps.entries()) }));
    const levels = Object.fromEntries([0, 1, 2].map((step) => [String(step), { ru: `Делает ${step}`, kk: `Істейді ${step}` }]));
    await addItem(keeper(), first, NewItem.parse({ revision: await revision(first), title: { ru: 'Пункт', kk: 'Тармақ' }, kind: 'competency', code: 'A1', levels: { [NO_VARIANT]: levels } }));
    await publishVersion(keeper(), first);
    const { scaleId } = (await getVersionDetail(keeper(), first)).version;
    const id = await beginDraft(keeper(), first);
    const { version, missing } = await listMissingTexts(keeper(), id, 'kk');
    expect(missing.filter(({ key }) => key.startsWith('scale/')).map(({ key, part, step }) => [key, part, step])).toEqual([
      ['scale/1/label', 'step_label', 1],
      ['scale/2/label', 'step_label', 2],
      ['scale/2/text', 'step_text', 2],
    ]);
    const give = (texts: Record<string, string>, given: number) => translateTexts(keeper(), id, TranslatedTexts.parse({ revision: given, to: 'kk', texts }));
    expect(await refusal(give({ 'scale/1/label': 'я'.repeat(101) }, version.revision))).toBe('texts.scale/1/label text.too_long');
    expect(await give({ 'scale/1/label': 'Саты 1', 'scale/2/text': 'Үйретеді', 'scale/0/label': 'Басқа' }, version.revision)).toBe(2);
    const after = (await getVersionDetail(keeper(), id)).version;
    expect(after.scaleId).toBe(scaleId);
    expect(after.steps.map(({ label, text }) => [label.ru?.text, label.kk?.text, text.kk?.text])).toEqual([
      ['Ступень 0', 'Саты 0', undefined],
      ['Ступень 1', 'Саты 1', undefined],
      ['Ступень 2', undefined, 'Үйретеді'],
    ]);
    expect(await refusal(give({}, version.revision))).toBe('record.changed_meanwhile');
  });
});

describe('reading a version', () => {
  it('is narrowed by words, shows the steps of one variant, and asks the same however much there is', async () => {
    const { id, one, area } = await draft();
    await publishVersion(keeper(), id);
    const read = await readVersion(reader(), id, { q: 'делает 3' });
    expect(read.tree.lines.map(({ code, depth, described, holds }) => [code, depth, described, holds])).toEqual([['A', 1, 0, 1], ['A1', 2, 10, 0]]);
    expect((await readVersion(reader(), id, { q: 'ничего' })).tree.lines).toEqual([]);
    const ladders = await readLadders(reader(), read.version, area, '18');
    expect(ladders.map(({ code, steps }) => [code, steps.map(({ text }) => text?.text)])).toEqual([['A1', [0, 1, 2, 3, 4].map((step) => `Делает ${step}`)]]);
    expect(await countQueries(() => readVersion(reader(), id, {}))).toBeLessThan(8);
    expect(await countQueries(() => getItemDetail(reader(), id, one))).toBeLessThan(7);
  });

  it('shows what a competency is tied to in another framework, and what other frameworks tie to it', async () => {
    await listFrameworksFor(keeper());
    const [ethics] = await findPublishedItems(reader(), 'M4 этика', 5);
    const { id, one, area } = await draft();
    const tie = async (change: object) => addAssociation(keeper(), id, one, NewAssociation.parse({ revision: await revision(id), kind: 'narrower', ...change }));
    const own = (await getVersionDetail(keeper(), id)).items.find((item) => item.id === area);
    const other = await draft();
    const hidden = (await getVersionDetail(keeper(), other.id)).items[0]?.competencyId;
    expect(await refusal(tie({ competencyId: hidden }))).toBe('competencyId choice.missing');
    expect(await refusal(moveItem(keeper(), id, one, { revision: await revision(id), parentId: area, afterId: other.one }))).toBe('afterId choice.missing');
    await tie({ competencyId: ethics?.competencyId });
    await tie({ competencyId: own?.competencyId });
    const ties = (await getItemDetail(keeper(), id, one)).associations.map(({ kind, otherCode, otherFramework }) => [kind, otherCode, otherFramework?.ru?.text ?? null]);
    expect(ties).toEqual([['narrower', 'A', null], ['narrower', 'M4', 'Специалист библиотеки']]);
    const there = () => getItemDetail(reader(), ethics?.versionId ?? '', ethics?.id ?? '');
    expect((await there()).associations).toEqual([]);
    await publishVersion(keeper(), id);
    expect((await there()).associations.map(({ kind, fromCode }) => [kind, fromCode])).toEqual([['narrower', 'A1']]);
  });

  it('is compared with the version before', async () => {
    const { id } = await draft();
    expect(await changesOf(keeper(), id)).toMatchObject({ before: null, changes: [] });
    await publishVersion(keeper(), id);
    const next = await beginDraft(keeper(), id);
    expect((await changesOf(keeper(), next)).changes).toEqual([]);
    const item = (await getVersionDetail(keeper(), next)).items.find(({ code }) => code === 'A1');
    await retireItem(keeper(), next, item?.id ?? '', await revision(next));
    expect(await changesOf(keeper(), next)).toMatchObject({ before: { number: 1, state: 'published' }, changes: [{ kind: 'retired', item: { code: 'A1', title: localized({ ru: 'Пункт', kk: 'Тармақ' }) } }] });
    expect(await refusal(changesOf(reader(), next))).toBe('page.not_found');
  });
});
