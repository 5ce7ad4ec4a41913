import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { contentOf } from './framework-content.service.ts';
import { exportFramework } from './framework-export.service.ts';
import { readFiles } from './framework-files.ts';
import { ImportWish } from './framework-imports.schemas.ts';
import { bringFramework, runFrameworkImport } from './framework-imports.service.ts';
import { FrameworkHead, TranslatedTexts } from './frameworks.schemas.ts';
import { changeHead, getVersionDetail, publishProblemsFor, publishVersion } from './frameworks.service.ts';
import { showGrowth } from './growth.service.ts';
import { answerSheet, getSheetFor, handInSheet, openSheet, SheetAnswers } from './sheets.service.ts';
import { listMissingTexts, translateTexts } from './translation.service.ts';

/** Our own rendering of the titles of DigComp 3.0 (European Commission, Joint Research Centre, CC BY 4.0). */
const TITLES: Record<string, [ru: string, kk: string]> = {
  '1': ['Поиск, оценка и хранение информации', 'Ақпаратты іздеу, бағалау және басқару'],
  '1.1': ['Просмотр, поиск и отбор информации', 'Ақпаратты шолу, іздеу және сүзу'],
  '1.2': ['Оценка информации', 'Ақпаратты бағалау'],
  '1.3': ['Хранение и упорядочение информации', 'Ақпаратты басқару'],
  '2': ['Общение и совместная работа', 'Қарым-қатынас және бірлескен жұмыс'],
  '2.1': ['Общение с помощью цифровых технологий', 'Цифрлық технологиялар арқылы қарым-қатынас жасау'],
  '2.2': ['Обмен с помощью цифровых технологий', 'Цифрлық технологиялар арқылы бөлісу'],
  '2.3': ['Гражданское участие с помощью цифровых технологий', 'Цифрлық технологиялар арқылы азаматтық қатысу'],
  '2.4': ['Совместная работа с помощью цифровых технологий', 'Цифрлық технологиялар арқылы бірлесіп жұмыс істеу'],
  '2.5': ['Поведение в цифровой среде', 'Цифрлық ортадағы мінез-құлық'],
  '2.6': ['Управление цифровой идентичностью', 'Цифрлық сәйкестікті басқару'],
  '3': ['Создание содержания', 'Мазмұн жасау'],
  '3.1': ['Создание цифрового содержания', 'Цифрлық мазмұн әзірлеу'],
  '3.2': ['Соединение и переработка цифрового содержания', 'Цифрлық мазмұнды біріктіру және қайта өңдеу'],
  '3.3': ['Авторское право и лицензии', 'Авторлық құқық және лицензиялар'],
  '3.4': ['Вычислительное мышление и программирование', 'Есептеуіш ойлау және бағдарламалау'],
  '4': ['Безопасность, благополучие и ответственное использование', 'Қауіпсіздік, әл-ауқат және жауапты пайдалану'],
  '4.1': ['Защита устройств', 'Құрылғыларды қорғау'],
  '4.2': ['Защита личных данных и частной жизни', 'Дербес деректер мен жеке өмірді қорғау'],
  '4.3': ['Поддержание благополучия', 'Әл-ауқатты қолдау'],
  '4.4': ['Воздействие цифровых технологий на окружающую среду', 'Цифрлық технологиялардың қоршаған ортаға әсері'],
  '5': ['Обнаружение и решение проблем', 'Мәселелерді анықтау және шешу'],
  '5.1': ['Обнаружение и решение технических проблем', 'Техникалық мәселелерді анықтау және шешу'],
  '5.2': ['Определение потребностей и цифровых решений', 'Қажеттіліктер мен цифрлық шешімдерді анықтау'],
  '5.3': ['Поиск творческих решений с цифровыми технологиями', 'Цифрлық технологиялармен шығармашылық шешім табу'],
  '5.4': ['Выявление и восполнение нехватки цифровых компетенций', 'Цифрлық құзыреттілік қажеттіліктерін анықтау және толтыру'],
};

const at = testInstallation();
let herself: ReturnType<typeof coordinatorOf> | undefined;
const keeper = () => at.ctx((herself ??= coordinatorOf(at.networkId, at.organisationId)));
const specialist = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл Жұмабекова');
const real = [new URL('../../../../../shared/data/digcomp-3.0/', import.meta.url), new URL('../../../../../../shared/data/digcomp-3.0/', import.meta.url)].find((place) => existsSync(place));
const revision = async (id: string) => (await getVersionDetail(keeper(), id)).version.revision;

describe('DigComp 3.0, a framework of somebody else', () => {
  it('is imported, translated title by title, rated by and exported', async ({ skip }) => {
    if (!real) return skip('the files of DigComp 3.0 do not lie beside the project');
    const files = readdirSync(real).map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, real))) }));
    const brought = await bringFramework(keeper(), files);
    const versionId = (await runFrameworkImport(keeper(), brought, ImportWish.parse({ organisationId: at.organisationId, key: 'digcomp-3' }))) ?? '';
    const { version, items } = await getVersionDetail(keeper(), versionId);
    expect([version.origin, version.steps.length, items.length]).toEqual(['digcomp', 8, 26]);

    const { title, description, notes, sources, creator, licence, sourceUrl } = version;
    const words = (text: typeof title) => Object.fromEntries(Object.entries(text).map(([locale, entry]) => [locale, entry.text]));
    await changeHead(keeper(), versionId, FrameworkHead.parse({ revision: await revision(versionId), title: words(title), description: words(description), notes: words(notes), sources, creator, licence, sourceUrl, languages: ['en', 'ru', 'kk'] }));
    expect((await publishProblemsFor(keeper(), versionId)).length).toBeGreaterThan(0);
    for (const [index, to] of (['ru', 'kk'] as const).entries()) {
      const { missing } = await listMissingTexts(keeper(), versionId, to);
      const texts = Object.fromEntries(missing.flatMap(({ key, part, code }) => (part === 'title' ? [[key, code === null ? 'DigComp 3.0' : (TITLES[code]?.[index] ?? '')]] : [])));
      expect(await translateTexts(keeper(), versionId, TranslatedTexts.parse({ revision: await revision(versionId), to, texts }))).toBe(27);
    }
    expect(await publishProblemsFor(keeper(), versionId)).toEqual([]);
    await publishVersion(keeper(), versionId);

    const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
    const personId = await addPerson(at.system(), NewPerson.parse({ familyName: 'Жұмабекова', givenName: 'Айгүл', post: { organisationId: at.organisationId, positionId: rows[0]?.id, fromDate: '2020-01-01' } }));
    await tiePersonToAccount(at.system(), personId, specialist.kind === 'account' ? specialist.accountId : '');
    const self = at.ctx(specialist);
    const sheetId = await openSheet(self, { personId, frameworkId: version.frameworkId, kind: 'self' });
    const { pages } = await getSheetFor(self, sheetId);
    expect(pages.map((page) => page.items.length)).toEqual([3, 6, 4, 4, 4]);
    const rated = pages.flatMap((page) => page.items);
    await answerSheet(self, sheetId, SheetAnswers.parse({ steps: Object.fromEntries(rated.map(({ competencyId }, place) => [competencyId, String((place % 8) + 1)])) }));
    expect(await handInSheet(self, sheetId)).toBe(21);
    const growth = await showGrowth(self, personId, version.frameworkId);
    expect(growth.lines.flatMap(({ item, level }) => (level ? [`${item.code} ${level.step} ${item.title.kk?.text ?? ''}`] : [])).slice(0, 3)).toEqual(['1.1 1 Ақпаратты шолу, іздеу және сүзу', '1.2 2 Ақпаратты бағалау', '1.3 3 Ақпаратты басқару']);

    const out = await exportFramework(keeper(), versionId, 'case.json');
    const again = await readFiles([{ name: 'digcomp.json', bytes: out.bytes }], new Date());
    expect(again.problems).toEqual([]);
    expect(again.content?.items.map(({ code, title: said }) => [code, said])).toEqual((await contentOf(keeper(), versionId)).content.items.map(({ code, title: said }) => [code, said]));
    expect(again.content?.items.find(({ code }) => code === '3.3')?.title).toMatchObject({ en: { status: 'original' }, ru: { text: 'Авторское право и лицензии', status: 'reviewed' }, kk: { text: 'Авторлық құқық және лицензиялар' } });
    expect(again.content).toMatchObject({ licence: 'CC BY 4.0', creator: 'European Commission, Joint Research Centre' });
  });
});
