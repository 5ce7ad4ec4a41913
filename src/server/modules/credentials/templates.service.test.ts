import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { CertificateFields, NewIssue } from './credentials.schemas.ts';
import { addPicture, checkByCode, issueCredential, listPicturesFor, previewSettings, previewVersion, readPicture, removePicture, renderCertificate, renewCredential } from './index.ts';
import { findIssue } from './issues.queries.ts';
import { paperPicture, templateChange, templateInput } from './templates.factory.ts';
import { PreviewWish } from './templates.schemas.ts';
import { addTemplate, archiveTemplate, changeTemplate, getTemplateFor, listTemplatesFor, openTemplates, restoreVersion, reviveTemplate } from './templates.service.ts';

const at = testInstallation();
const desk = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const linesOf = async (id: string) => (await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', id).orderBy('id').execute()).map(({ act, data }) => [act, data]);
const withoutSignatory = (fields: CertificateFields): CertificateFields => ({ ...fields, signatories: [] });
const issue = (given: Partial<NewIssue> = {}, words: Parameters<typeof issueCredential>[2] = {}) =>
  inTransaction(at.system(), (tx) => {
    const wanted = newIssue(at.organisationId, given);
    return issueCredential(tx, { ...wanted, fields: given.fields ?? withoutSignatory(wanted.fields) }, words);
  });
const printed = async (issueId: string) => (await findIssue(at.system(), issueId))!;

let below = '';
beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
  below = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: 'AKS', name: localized('ru', 'Библиотека Аксу'), country: 'KZ', timeZone: 'Asia/Almaty' });
});

describe('a template', () => {
  it('is made with its first version, changed into a second, and says who changed what', async () => {
    const ctx = desk();
    const id = await addTemplate(ctx, templateInput(at.organisationId, { kinds: [] }));
    await changeTemplate(ctx, id, templateChange(1, { name: 'Другое имя', layout: 'portrait' }));
    const template = await getTemplateFor(ctx, id);
    expect(template).toMatchObject({ name: 'Другое имя', layout: 'portrait', number: 2, version: 2, kinds: [], may: { edit: true } });
    expect(template.versions.map(({ number, changed, issued }) => ({ number, changed, issued }))).toEqual([
      { number: 2, changed: ['layout'], issued: 0 },
      { number: 1, changed: [], issued: 0 },
    ]);
    expect(await linesOf(id)).toEqual([
      ['template.added', { organisationId: at.organisationId, layout: 'landscape', kinds: [] }],
      ['template.changed', { number: 2, changed: ['layout'], kinds: [] }],
    ]);
  });

  it('that is only renamed, or saved as it was, gets no new version', async () => {
    const id = await addTemplate(desk(), templateInput(at.organisationId));
    await changeTemplate(desk(), id, templateChange(1, { name: 'Переименован' }));
    expect(await getTemplateFor(desk(), id)).toMatchObject({ name: 'Переименован', number: 1, version: 2 });
  });

  it('is not saved over what somebody else saved meanwhile', async () => {
    const id = await addTemplate(desk(), templateInput(at.organisationId));
    await changeTemplate(desk(), id, templateChange(1, { colour: 'sky' }));
    await expect(changeTemplate(desk(), id, templateChange(1, { colour: 'clay' }))).rejects.toMatchObject({ code: 'record.changed_meanwhile', status: 409 });
    expect((await getTemplateFor(desk(), id)).settings.colour).toBe('sky');
  });

  it('takes an older version back as a new one, and goes to the archive and back', async () => {
    const id = await addTemplate(desk(), templateInput(at.organisationId, { kinds: ['organiser'] }));
    await changeTemplate(desk(), id, templateChange(1, { colour: 'sky', kinds: ['organiser'] }));
    await restoreVersion(desk(), id, 1);
    expect((await getTemplateFor(desk(), id)).settings.colour).toBe('leaf');
    expect((await getTemplateFor(desk(), id)).versions.map(({ number, changed }) => [number, changed])).toEqual([[3, ['colour']], [2, ['colour']], [1, []]]);
    await expect(restoreVersion(desk(), id, 9)).rejects.toMatchObject({ code: 'page.not_found' });
    await archiveTemplate(desk(), id);
    expect(await getTemplateFor(desk(), id)).toMatchObject({ kinds: [], may: { edit: false } });
    await expect(changeTemplate(desk(), id, templateChange(4))).rejects.toMatchObject({ code: 'template.archived' });
    expect((await listTemplatesFor(desk(), {})).map((line) => line.id)).not.toContain(id);
    expect((await listTemplatesFor(desk(), { archived: true })).map((line) => line.id)).toContain(id);
    await reviveTemplate(desk(), id);
    expect((await listTemplatesFor(desk(), { q: 'ОБЛАСТН' })).map((line) => line.id)).toContain(id);
    expect((await listTemplatesFor(desk(), { q: '%' }))).toEqual([]);
  });

  it('is refused beside the field: a sign no font holds, half a signatory, a pale colour, one language twice', async () => {
    const emoji = addTemplate(desk(), templateInput(at.organisationId, { closing: { ru: 'Спасибо 🎉' }, signatories: [{ post: { kk: 'ნ' }, name: { kk: 'А' } }] }));
    await expect(emoji).rejects.toMatchObject({
      problems: [
        { field: 'closing.ru', code: 'issuing.unprintable', params: { signs: '🎉' } },
        { field: 'signatories.0.post.kk', code: 'issuing.unprintable', params: { signs: 'ნ' } },
      ],
    });
    const codes = (given: Record<string, unknown>) => {
      try {
        templateInput(at.organisationId, given);
        return [];
      } catch (error) {
        return (error as { issues: { path: unknown[]; message: string }[] }).issues.map(({ path, message }) => `${path.join('.')} ${message}`);
      }
    };
    expect(codes({ signatories: [{}, { post: { ru: 'Директор' } }] })).toEqual(['signatories.1.name template.signatory_half']);
    expect(codes({ colour: 'own', ownColour: '#ffee88' })).toEqual(['ownColour template.colour_pale']);
    expect(codes({ colour: 'own', ownColour: 'red' })).toEqual(['ownColour template.colour_malformed']);
    expect(codes({ colour: 'own', ownColour: '#204060' })).toEqual([]);
    expect(codes({ layout: 'bilingual', pair: { first: 'ru', second: 'ru' } })).toEqual(['pair.second template.same_language']);
    expect(codes({ name: '  ' })).toEqual(['name field.required']);
  });

  it('of others is not found, whoever asks', async () => {
    const id = await addTemplate(desk(), templateInput(at.organisationId));
    const others = [at.ctx(visitor), at.ctx(coordinatorOf(at.networkId, below)), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId)), at.system(at.otherNetworkId), at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]))];
    for (const ctx of others) {
      await expect(getTemplateFor(ctx, id)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(changeTemplate(ctx, id, templateChange(1))).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(archiveTemplate(ctx, id)).rejects.toMatchObject({ code: 'page.not_found' });
    }
    await expect(listTemplatesFor(at.ctx(visitor), {})).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(openTemplates(at.ctx(visitor))).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(addTemplate(at.ctx(coordinatorOf(at.networkId, below)), templateInput(at.organisationId))).rejects.toMatchObject({ problems: [{ field: 'organisationId', code: 'choice.missing' }] });
    await expect(getTemplateFor(desk(), 'x')).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

describe('a picture', () => {
  it('is packed anew with clear paper, is shown, and stays once a version shows it', async () => {
    const id = await addPicture(desk(), { organisationId: at.organisationId, kind: 'seal', name: 'Круглая печать' }, paperPicture());
    const { bytes, mediaType } = await readPicture(desk(), id);
    expect(mediaType).toBe('image/png');
    const { PNG } = await import('pngjs');
    const { data, width, height } = PNG.sync.read(Buffer.from(bytes));
    const seen = (x: number, y: number) => data[(y * width + x) * 4 + 3];
    expect([seen(0, 0), seen(width >> 1, height >> 1)!]).toEqual([0, expect.any(Number)]);
    expect(seen(width >> 1, height >> 1)).toBeGreaterThan(200);
    const templateId = await addTemplate(desk(), templateInput(at.organisationId, { sealId: id }));
    await changeTemplate(desk(), templateId, templateChange(1, {}));
    // The version that is not in use any more still shows it.
    await expect(removePicture(desk(), id)).rejects.toMatchObject({ code: 'template.picture_in_use', status: 409 });
    const free = await addPicture(desk(), { organisationId: at.organisationId, kind: 'logo', name: 'Логотип' }, paperPicture());
    await removePicture(desk(), free);
    await expect(readPicture(desk(), free)).rejects.toMatchObject({ code: 'page.not_found' });
    expect((await listPicturesFor(desk())).pictures.map((one) => [one.id, one.inUse])).toEqual([[id, true]]);
    expect((await linesOf(free)).map(([act]) => act)).toEqual(['template_picture.added', 'template_picture.removed']);
  });

  it('that is none, too large, of the wrong kind, or of others is refused', async () => {
    const add = (bytes: Uint8Array, ctx = desk()) => addPicture(ctx, { organisationId: at.organisationId, kind: 'logo', name: 'x' }, bytes);
    await expect(add(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toMatchObject({ problems: [{ field: 'file', code: 'photo.not_a_picture' }] });
    await expect(add(new Uint8Array(6_000_000))).rejects.toMatchObject({ problems: [{ field: 'file', code: 'photo.too_large' }] });
    await expect(add(paperPicture(), at.ctx(visitor))).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(add(paperPicture(), at.ctx(coordinatorOf(at.networkId, below)))).rejects.toMatchObject({ problems: [{ field: 'organisationId', code: 'choice.missing' }] });
    const logo = await add(paperPicture());
    await expect(addTemplate(desk(), templateInput(at.organisationId, { sealId: logo }))).rejects.toMatchObject({ problems: [{ field: 'sealId', code: 'choice.missing' }] });
    for (const ctx of [at.ctx(visitor), at.ctx(coordinatorOf(at.networkId, below)), at.system(at.otherNetworkId)]) await expect(readPicture(ctx, logo)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(addTemplate(desk(), templateInput(at.organisationId, { logoId: newId() }))).rejects.toMatchObject({ problems: [{ field: 'logoId', code: 'choice.missing' }] });
  });
});

describe('issuing', () => {
  it('takes the template of the nearest organisation, for its kind, and another when one is named', async () => {
    const above = await addTemplate(desk(), templateInput(at.organisationId, { name: 'Выше', kinds: ['speaker'] }));
    expect((await printed((await issue({ kind: 'speaker', organisationId: below })).issueId)).template_version_id).not.toBeNull();
    const own = await addTemplate(desk(), templateInput(below, { name: 'Своя', kinds: ['speaker', 'attendance'], closing: { ru: 'Своими словами' } }));
    expect((await printed((await issue({ kind: 'speaker', organisationId: below })).issueId)).fields.closing).toBe('Своими словами');
    expect((await printed((await issue({ kind: 'speaker', organisationId: below, templateId: above })).issueId)).fields.closing).toBe('Благодарим за вклад в развитие библиотек области');
    expect((await printed((await issue({ kind: 'speaker', organisationId: below, templateId: null })).issueId)).template_version_id).toBeNull();
    expect((await printed((await issue({ kind: 'organiser', organisationId: below })).issueId)).template_version_id).toBeNull();
    await expect(issue({ kind: 'speaker', templateId: own })).rejects.toMatchObject({ code: 'issuing.no_template', status: 409 });
    await archiveTemplate(desk(), own);
    await expect(issue({ kind: 'speaker', organisationId: below, templateId: own })).rejects.toMatchObject({ code: 'issuing.no_template' });
    expect((await printed((await issue({ kind: 'speaker', organisationId: below })).issueId)).fields.closing).toBe('Благодарим за вклад в развитие библиотек области');
  });

  it('another template becomes the default in place of the first', async () => {
    const [first, second] = [await addTemplate(desk(), templateInput(below, { kinds: ['attendance'] })), await addTemplate(desk(), templateInput(below, { kinds: ['attendance'] }))];
    expect([(await getTemplateFor(desk(), first)).kinds, (await getTemplateFor(desk(), second)).kinds]).toEqual([[], ['attendance']]);
    await changeTemplate(desk(), second, templateChange(1, { kinds: [] }));
    expect((await getTemplateFor(desk(), second)).kinds).toEqual([]);
  });

  it('fixes what the template says: hidden lines are left out, its words and signatories stand in, the caller’s signatory wins', async () => {
    const templateId = await addTemplate(desk(), templateInput(at.organisationId, { show: ['competencies'], before: { ru: 'Награждается' } }));
    const facts = { alignments: [{ name: 'Работа с подростками', url: 'https://example.org/1' }, { name: 'Беседа', url: 'https://example.org/2' }] };
    const made = await printed((await issue({ templateId, facts })).issueId);
    expect(made.fields).toMatchObject({
      minutesLine: null,
      ruleLine: null,
      before: 'Награждается',
      after: 'в мероприятии',
      competenciesLine: 'Полученные компетенции: Работа с подростками; Беседа',
      signatories: [{ post: 'Директор библиотеки', name: 'Ж. Б. Ахметова' }],
    });
    const named = await printed((await issue({ templateId, fields: newIssue(at.organisationId).fields })).issueId);
    expect(named.fields.signatories).toEqual([{ post: 'Директор', name: 'Ж. Б. Ахметова' }]);
    const armenian = await printed((await issue({ templateId, locale: 'hy' })).issueId);
    expect(armenian.fields).toMatchObject({ closing: null, signatories: [{ post: 'Директор библиотеки', lang: 'ru' }] });
    expect(armenian.fields.before).not.toBe('Награждается');
  });

  it('in two languages writes the second half down, shows it on the check page, and has one language where the pair does not fit', async () => {
    const templateId = await addTemplate(desk(), templateInput(at.organisationId, { layout: 'bilingual', pair: { first: 'kk', second: 'ru' } }));
    const fieldsIn = (locale: string): CertificateFields => ({ ...withoutSignatory(newIssue(at.organisationId).fields), eventTitle: `Название ${locale}` });
    const both = await printed((await issue({ templateId, locale: 'kk', fields: fieldsIn('kk') }, { fieldsIn })).issueId);
    expect(both.fields).toMatchObject({ eventTitle: 'Название kk', title: 'Қатысушы сертификаты', second: { locale: 'ru', eventTitle: 'Название ru', title: 'Сертификат участника', issuedOn: '20 мая 2026 г.' } });
    const checked = await checkByCode(at.ctx(visitor), { code: both.check_code, source: '10.2.0.9' });
    expect(checked.second?.locale).toBe('ru');
    expect(checked.second?.lines).toEqual(expect.arrayContaining([{ line: 'eventTitle', text: 'Название ru' }, { line: 'signatories', text: 'Ж. Б. Ахметова, Директор библиотеки' }]));
    expect((await printed((await issue({ templateId, locale: 'hy', fields: fieldsIn('hy') }, { fieldsIn })).issueId)).fields.second).toBeUndefined();
    expect((await printed((await issue({ templateId, locale: 'ru' })).issueId)).fields.second).toBeUndefined();
  });

  it('keeps the version: bytes are the same after the template changed and went to the archive, and the version counts what it issued', async () => {
    const [sealId, signatureId] = [await addPicture(desk(), { organisationId: at.organisationId, kind: 'seal', name: 'П' }, paperPicture()), await addPicture(desk(), { organisationId: at.organisationId, kind: 'signature', name: 'А' }, paperPicture())];
    const signatories = [{ post: { ru: 'Директор' }, name: { ru: 'Ж. Б. Ахметова' }, signatureId }];
    const templateId = await addTemplate(desk(), templateInput(at.organisationId, { layout: 'portrait', sealId, signatories }));
    const made = await issue({ templateId, fields: newIssue(at.organisationId).fields });
    // The signatory of the event is the one of the template: her signature stands there.
    expect((await printed(made.issueId)).fields.signatories).toEqual([{ post: 'Директор', name: 'Ж. Б. Ахметова', signatureId }]);
    const first = await renderCertificate(at.system(), made.issueId);
    await changeTemplate(desk(), templateId, templateChange(1, { layout: 'bilingual', colour: 'clay', signatories: [] }));
    await archiveTemplate(desk(), templateId);
    const later = await renderCertificate({ ...at.system(), locale: 'hy' }, made.issueId);
    expect(Buffer.from(later.pdf).equals(Buffer.from(first.pdf))).toBe(true);
    expect((await getTemplateFor(desk(), templateId)).versions.map(({ number, issued }) => [number, issued])).toEqual([[2, 0], [1, 1]]);
  });
});

describe('a renewal', () => {
  it('looks as the paper did: the same version, both languages, its own words with the new day', async () => {
    const templateId = await addTemplate(desk(), templateInput(at.organisationId, { layout: 'bilingual', pair: { first: 'ru', second: 'kk' }, show: [] }));
    const fieldsIn = (locale: string): CertificateFields => ({ ...withoutSignatory(newIssue(at.organisationId).fields), eventTitle: `Название ${locale}` });
    const made = await issue({ templateId, fields: fieldsIn('ru'), validUntil: '2026-06-20' }, { fieldsIn });
    await changeTemplate(desk(), templateId, templateChange(1, { layout: 'portrait', closing: {} }));
    await archiveTemplate(desk(), templateId);
    const { issueId } = await renewCredential(desk(), made.issueId, { validUntil: '2027-06-20', basis: 'Знания подтверждены на зачёте' });
    const [old, renewed] = [await printed(made.issueId), await printed(issueId)];
    expect(renewed.template_version_id).toBe(old.template_version_id);
    expect(renewed.fields).toEqual({ ...old.fields, issuedOn: '18 мая 2026 г.', validLine: expect.stringContaining('20 июня 2027'), second: { ...old.fields.second, issuedOn: '2026 ж. 18 мамыр', validLine: expect.stringContaining('2027') } });
    expect(renewed.fields.second?.eventTitle).toBe('Название kk');
    expect((await renderCertificate(at.system(), issueId)).pdf.length).toBeGreaterThan(10_000);
  });
});

describe('a preview', () => {
  const wish = (given: object = {}) => PreviewWish.parse({ language: 'ru', ...given });

  it('is a picture or a PDF with a mark, an invented name and no code that could be checked', async () => {
    const input = templateInput(at.organisationId, { layout: 'bilingual' });
    const svg = await previewSettings(desk(), { organisationId: at.organisationId }, input, wish({ sample: 'long' }), 'svg');
    expect(svg.mediaType).toBe('image/svg+xml');
    expect(Buffer.from(svg.bytes).toString().slice(0, 200)).toContain('<svg');
    const pdf = await previewSettings(desk(), { organisationId: at.organisationId }, input, wish(), 'pdf');
    expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    const papers = await at.platform.db.selectFrom('credentials.paper').select('sha256').execute();
    const { createHash } = await import('node:crypto');
    expect(papers.map(({ sha256 }) => sha256)).not.toContain(createHash('sha256').update(pdf.bytes).digest('hex'));
  });

  it('names the field that cannot be printed, and is only for whoever keeps the template', async () => {
    const input = templateInput(at.organisationId, { after: { kk: '🎉' } });
    await expect(previewSettings(desk(), { organisationId: at.organisationId }, input, wish(), 'svg')).rejects.toMatchObject({ problems: [{ field: 'after.kk', code: 'issuing.unprintable' }] });
    const id = await addTemplate(desk(), templateInput(at.organisationId));
    await expect(previewVersion(at.ctx(visitor), id, null, wish(), 'svg')).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(previewSettings(at.ctx(visitor), { organisationId: at.organisationId }, templateInput(at.organisationId), wish(), 'svg')).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(previewVersion(desk(), id, 7, wish(), 'pdf')).rejects.toMatchObject({ code: 'page.not_found' });
    expect((await previewVersion(desk(), id, 1, wish({ kind: 'speaker' }), 'pdf')).bytes.length).toBeGreaterThan(5_000);
  });
});
