import jpeg from 'jpeg-js';
import { sql } from 'kysely';
import { addWebhook, findLinkFor, grantRole, invite, openSession, testWebhook, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { AnswerInput, addTest, getTestFor, handIn, NewTest, publishTest, saveAnswer, saveCaseFile, setTestItems, showQuestion, startAttempt, TestItems } from '#server/modules/assessment/index.ts';
import { usedItem } from '#server/modules/assessment/items.factory.ts';
import { askParent } from '#server/flows/consents.ts';
import { addPicture, addTemplate, changeTemplate, issueCredential, NewIssuingList, startIssuingList } from '#server/modules/credentials/index.ts';
import {
  addAssociation,
  addFramework,
  addItem,
  beginDraft,
  bringFramework,
  getItemDetail,
  getVersionDetail,
  listFrameworksFor,
  NewAssociation,
  NewFramework,
  NewItem,
  publishVersion,
} from '#server/modules/competencies/index.ts';
import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { paperPicture, templateChange, templateInput } from '#server/modules/credentials/templates.factory.ts';
import {
  addConsentText,
  applyBulk,
  askForChange,
  bringList,
  BulkAct,
  createOrganisation,
  createPersonWithPost,
  mapColumns,
  positionsOf,
  publishConsentText,
  putRule,
  ruleChange,
  runImport,
  saveAttestation,
  saveEducation,
  saveFilter,
  savePhoto,
  saveUnit,
  shareFilter,
  showConsents,
  showPerson,
  showStaffing,
  tiePersonToAccount,
  updatePhotosShown,
} from '#server/modules/people/index.ts';
import { IMPORT_JOBS } from '#server/modules/people/imports.jobs.ts';
import { RUN_JOB } from '#server/modules/people/imports.service.ts';
import { applyImport, beginSession, endSession, leaveOutRest, listRoomsFor, previewImport, announceCode, saveStreams } from '#server/modules/rooms/index.ts';
import {
  createEvent,
  issueToOne,
  openLinkOf,
  publishEvent,
  register,
  registerCollective,
  ROOM_OWNER,
  saveContributor,
  saveSection,
  saveSession,
  saveTalk,
  startIssuing,
  startRehearsal,
} from '#server/modules/seminars/index.ts';
import { collectiveForm, registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import { eventForm, sectionForm, sessionForm, talkForm } from '#server/modules/seminars/seminars.factory.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId, randomToken } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, TEST_NOW } from '#server/testing/installation.ts';
import { seedCampaigns } from './two-networks-campaigns.ts';
import type { Served } from './served.ts';
import { seedPlan } from './plan-scene.ts';
import { seedEvidence, seedGrowth } from './two-networks-growth.ts';

/** Somebody with a browser. */
export interface Person {
  name: string;
  cookie: string;
  /** `/ru`, or `/ru/n/minsk`. */
  at: string;
}

/** What fills the parameters of an address; one scene is one event with what belongs to it. */
export type Scene = Record<string, string>;

export interface SeededNetwork {
  networkId: string;
  at: string;
  /** Stands in every text, name and address of the network, and nowhere else. */
  mark: string;
  scenes: Scene[];
  coordinator: Person;
  admin: Person;
  /** Who holds the personal links of a participant, a reading room and a certificate. */
  holder: Person;
  /** Somebody of the registry, signed in, without a role. */
  herself: Person;
  /** Of the room of the event that was held. */
  roomId: string;
}

const RU = (text: string) => localized('ru', text);
const at = (instant: string) => new Date(instant);

/** One event with a programme; `date` is its day. */
async function makeEvent(ctx: Ctx, organisationId: string, mark: string, date: string, change: Parameters<typeof eventForm>[1] = {}) {
  const eventId = await createEvent(ctx, 'ru', eventForm(organisationId, { title: RU(`Семинар ${mark}`), summary: RU(`О чём ${mark}`), contactName: mark, contactEmail: `${mark}@example.kz`.toLowerCase(), ...change }));
  const sessionId = await saveSession(ctx, eventId, null, 'ru', sessionForm({ title: RU(`Заседание ${mark}`), date }));
  const sectionId = await saveSection(ctx, eventId, null, 'ru', sectionForm({ title: RU(`Секция ${mark}`), hall: mark }));
  const talkId = await saveTalk(ctx, eventId, null, 'ru', talkForm(sessionId, { sectionId, title: RU(`Доклад ${mark}`), person1: `${mark} Vera` }));
  const contributorId = await saveContributor(ctx, eventId, null, { name: `${mark} Olga`, organisation: mark, post: mark, email: `${mark}-speaker@example.kz`.toLowerCase(), country: 'BY' });
  return { eventId, sessionId, sectionId, talkId, contributorId };
}

/** Two people of one library with everything a card holds; the first has an account, the second asks for a correction. */
async function seedRegistry(served: Served, given: { system: Ctx; desk: Ctx; libraryId: string; mark: string; at: string }): Promise<{ scenes: Scene[]; herself: Person; accountId: string }> {
  const { system, desk, libraryId, mark } = given;
  const { db } = served.platform;
  const positionId = (await positionsOf(system)).find(({ code }) => code === 'librarian')?.id ?? '';
  await saveUnit(desk, libraryId, null, { positionId, units: 2, fromDate: '2020-01-01', note: mark });
  const unitId = (await showStaffing(system, libraryId)).units[0]?.id ?? '';
  await inTransaction(system, (tx) => updatePhotosShown(tx, true));
  const scene = async (name: string): Promise<{ scene: Scene; accountId: string }> => {
    const personId = await createPersonWithPost(system, { familyName: `${mark} ${name}`, givenName: null, patronymic: null, locale: 'ru', organisationId: libraryId, position: `Пост ${mark}`, rate: '1', fromDate: '2020-09-01' });
    await saveEducation(desk, personId, null, { level: 'higher', institution: mark });
    await saveAttestation(desk, personId, null, { category: 'first', note: mark });
    await savePhoto(desk, personId, jpeg.encode({ width: 20, height: 20, data: Buffer.alloc(1600, 90) }, 80).data);
    const accountId = newId();
    await db.insertInto('access.account').values({ id: accountId, name: `${mark} ${name}`, email: `${mark}-${name}@example.kz`.toLowerCase(), email_verified: true }).execute();
    await tiePersonToAccount(system, personId, accountId);
    const card = await showPerson(system, personId);
    return { accountId, scene: { organisationId: libraryId, unitId, positionId, personId, postId: card.posts[0]?.id ?? '', educationId: card.educations[0]?.id ?? '', attestationId: card.attestations[0]?.id ?? '' } };
  };
  const [first, second] = [await scene('Madina'), await scene('Raushan')];
  const asker = { kind: 'account', accountId: second.accountId, name: mark, email: '', grants: [] } as const;
  await askForChange({ ...system, actor: asker }, second.scene.personId ?? '', { familyName: `${mark} Wanted` });
  const cookie = `${SESSION_COOKIE}=${await openSession(served.platform, first.accountId)}`;
  const roleId = await grantRole(system, { accountId: second.accountId, role: 'specialist', scopeKind: 'organisation', scopeId: libraryId });
  // The last role given is the one that pages of settings are asked about.
  await grantRole(system, { accountId: second.accountId, role: 'inspector', scopeKind: 'network', scopeId: null });
  const scenes = [
    { ...first.scene, otherId: second.scene.personId ?? '' },
    { ...second.scene, roleId, otherId: first.scene.personId ?? '' },
  ];
  return { scenes, herself: { name: `somebody of the registry of ${mark}`, cookie, at: given.at }, accountId: first.accountId };
}

/** An item, a published test of it and of a case, an attempt of hers that was handed in and whose case waits, and one under way. */
async function seedTests(served: Served, desk: Ctx, mark: string, accountId: string): Promise<{ shared: Scene; open: Scene }> {
  const words = (text: string) => ({ ru: `${text} ${mark}` });
  const itemId = await usedItem(desk, 'single', { code: `${mark}-1`, stem: words('Вопрос'), explanation: words('Потому'), options: [{ text: words('Да') }, { text: words('Нет') }] });
  const caseId = await usedItem(desk, 'case', { code: `${mark}-2`, stem: words('Кейс'), explanation: {}, criteria: [{ text: words('За что'), points: 3 }] });
  const testId = await addTest(desk, NewTest.parse({ competency: { code: 'T1', title: words('Компетенция') }, title: words('Тест'), introduction: words('О чём'), step: 2, passMark: 50, showsAnswers: 'yes' }));
  await setTestItems(desk, testId, TestItems.parse({ version: (await getTestFor(desk, testId)).version, items: [{ itemId, place: 1 }, { itemId: caseId, place: 2, points: 3 }] }));
  await publishTest(desk, testId);
  const ctx = served.ctx({ kind: 'account', accountId, name: mark, email: '', grants: [] }, desk.networkId);
  const begin = async () => {
    const attemptId = await startAttempt(ctx, testId, { locale: 'ru' });
    await saveAnswer(ctx, attemptId, 2, AnswerInput.parse({ text: `Разбор ${mark}` }));
    await saveCaseFile(ctx, attemptId, 2, { name: `${mark}.txt`, bytes: new TextEncoder().encode(mark) });
    return { attemptId, answerId: (await showQuestion(ctx, attemptId, 2)).answerId };
  };
  const handed = await begin();
  await handIn(ctx, handed.attemptId);
  const open = await begin();
  return { shared: { itemId, testId, attemptId: handed.attemptId, answerId: handed.answerId }, open: { attemptId: open.attemptId, answerId: open.answerId } };
}

/** A text in force and one being written, and a parent who is asked. */
async function seedConsents(desk: Ctx, personId: string, mark: string): Promise<{ textId: string; draftId: string; askedId: string }> {
  const words = (purpose: 'data' | 'photo') => ({ purpose, title: RU(`Согласие ${mark}`), body: RU(`Текст ${mark}`) });
  const [textId, draftId] = [await addConsentText(desk, words('data')), await addConsentText(desk, words('photo'))];
  await publishConsentText(desk, textId);
  await sql`update people.person set birth_date = '2012-01-01' where network_id = ${desk.networkId} and id = ${personId}::uuid`.execute(desk.db);
  await askParent(desk, personId, { textId, parentName: mark });
  return { textId, draftId, askedId: (await showConsents(desk, personId)).asked[0]?.id ?? '' };
}

/** A list of staff that waits to be written, and one that was. */
async function bringLists(desk: Ctx, mark: string): Promise<{ checked: string; done: string }> {
  const bring = async (name: string) => {
    const id = await bringList(desk, { text: `ФИО\tКод библиотеки\tДолжность\tДата приёма\n${mark} ${name}\t${mark.toUpperCase().slice(0, 12)}\tБиблиотекарь\t01.09.2020\n${mark} Broken\tНигде\tБиблиотекарь\t01.09.2020` });
    await mapColumns(desk, id, { kind: 'staff', columns: { '0': 'fullName', '1': 'organisationCode', '2': 'position', '3': 'hiredOn' }, withHidden: false });
    return id;
  };
  const done = await bring('Nurgul');
  const jobId = await runImport(desk, done, 'good');
  const run = { id: jobId, networkId: desk.networkId, params: { importId: done }, platform: desk.platform, createdBy: desk.actor.kind === 'account' ? desk.actor.accountId : null };
  await IMPORT_JOBS[RUN_JOB]?.({ ...run, progress: async () => {}, stopRequested: async () => false });
  return { done, checked: await bring('Samal') };
}

/** A framework in use and the draft of its next version; in both an area with a competency that is tied to something outside. */
async function seedFramework(desk: Ctx, organisationId: string, mark: string): Promise<{ published: Scene; draft: Scene }> {
  await listFrameworksFor(desk);
  const versionId = await addFramework(desk, NewFramework.parse({ organisationId, key: `own-${mark.toLowerCase()}`, title: { ru: `Рамка ${mark}` }, notes: { ru: mark }, languages: ['ru', 'kk'] }));
  const add = async (change: object) => addItem(desk, versionId, NewItem.parse({ revision: (await getVersionDetail(desk, versionId)).version.revision, title: { ru: `Пункт ${mark}`, kk: `Тармақ ${mark}` }, ...change }));
  const areaId = await add({ kind: 'area', code: 'A' });
  const itemId = await add({ kind: 'competency', code: 'A1', parentId: areaId, levels: { '-': Object.fromEntries([0, 1, 2, 3, 4].map((step) => [String(step), { ru: `Ступень ${mark}` }])) } });
  await addAssociation(desk, versionId, itemId, NewAssociation.parse({ revision: (await getVersionDetail(desk, versionId)).version.revision, kind: 'near', uri: `https://example.kz/${mark.toLowerCase()}`, title: mark }));
  await publishVersion(desk, versionId);
  const draftId = await beginDraft(desk, versionId);
  const scene = async (id: string): Promise<Scene> => {
    const found = (await getVersionDetail(desk, id)).items.find(({ code }) => code === 'A1')?.id ?? '';
    return { versionId: id, itemId: found, associationId: (await getItemDetail(desk, id, found)).associations[0]?.id ?? '' };
  };
  return { published: await scene(versionId), draft: await scene(draftId) };
}

/** A framework that was brought as a file, and a version to export. */
async function seedFrameworkFile(desk: Ctx, mark: string): Promise<Scene> {
  const table = `code,kind,title:ru\nA,competency,Компетенция ${mark}`;
  const fileId = await bringFramework(desk, [{ name: `${mark}.csv`, bytes: new TextEncoder().encode(table) }]);
  return { fileId, importId: fileId };
}

/** Fills a network with one thing of every kind that pages show, each bearing `mark`. The same for both networks. */
export async function seedNetwork(served: Served, which: { networkId: string; organisationId: string; at: string; mark: string }): Promise<SeededNetwork> {
  const { networkId, organisationId, mark } = which;
  const { db } = served.platform;
  const low = mark.toLowerCase();
  const system = served.system(networkId);
  const visitor = served.ctx({ kind: 'visitor' }, networkId);
  const desk = served.ctx(account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }, { role: 'coordinator', networkId, scopeKind: 'organisation', scopeId: organisationId }]), networkId);
  const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(db)).rows[0]?.id ?? '';
  served.clock.set(TEST_NOW);

  const libraryId = await createOrganisation(system, { parentId: organisationId, kind: 'library', code: mark.toUpperCase().slice(0, 12), name: RU(`Библиотека ${mark}`), country: 'KZ', timeZone: 'Asia/Almaty' });
  const person = async (name: string, role: 'coordinator' | 'network_admin'): Promise<Person> => {
    const id = newId();
    await db.insertInto('access.account').values({ id, name: `${mark} ${name}`, email: `${low}-${role}@example.kz`, email_verified: true }).execute();
    await grantRole(system, role === 'coordinator' ? { accountId: id, role, scopeKind: 'organisation', scopeId: organisationId } : { accountId: id, role, scopeKind: 'network', scopeId: null });
    return { name: `${role} of ${mark}`, cookie: `${SESSION_COOKIE}=${await openSession(served.platform, id)}`, at: which.at };
  };
  const coordinator = await person('Айгүл', 'coordinator');
  const admin = await person('Ержан', 'network_admin');
  const registry = await seedRegistry(served, { system, desk, libraryId, mark, at: which.at });
  const { invitationId } = await invite(desk, { email: `${low}-invited@example.kz`, name: mark, role: 'inspector', locale: 'ru', scopeKind: 'network', scopeId: null, place: { networkId } });

  for (const list of ['people', 'organisations'] as const) {
    await shareFilter(desk, { id: await saveFilter(desk, { list, name: `Фильтр ${mark}`, query: `?q=${low}` }), with: 'network' });
  }
  await putRule(desk, 'KZ', 'academic_hour', ruleChange('academic_hour').parse({ trust: 'own', value: { minutes: 45 }, source: `Решение ${mark}`, note: mark }));

  const ahead = await makeEvent(system, organisationId, mark, '2026-06-25', { approvalRequired: true });
  await publishEvent(system, ahead.eventId);
  const draft = await makeEvent(system, organisationId, mark, '2026-07-25');
  const held = await makeEvent(system, organisationId, mark, '2026-05-25');
  await publishEvent(system, held.eventId);
  const rehearsal = await startRehearsal(desk, ahead.eventId);

  const form = (name: string) => registrationForm({ name: `${mark} ${name}`, email: `${low}-${randomToken().replace(/\W/g, '').toLowerCase()}@example.kz`, organisation: mark, position: mark });
  const registration = async (eventId: string, name: string) => (await register(visitor, eventId, form(name), randomToken())).registrationId;
  const list = async (eventId: string) =>
    (await registerCollective(visitor, eventId, collectiveForm([`${mark} Saule`, `${mark} Dana`], { organisation: `Читальный зал ${mark}`, settlement: mark, contactName: `${mark} Gulmira`, contactEmail: `${low}-room@example.kz` }), null)).collectiveId;
  const [applied, stayed, left] = [await registration(ahead.eventId, 'Asel'), await registration(held.eventId, 'Zhanar'), await registration(held.eventId, 'Olga')];
  const [waitingList, heldList] = [await list(ahead.eventId), await list(held.eventId)];

  const roomOf = async (sessionId: string) => (await listRoomsFor(system, ROOM_OWNER, [sessionId]))[0]?.id ?? '';
  const [aheadRoom, heldRoom] = [await roomOf(ahead.sessionId), await roomOf(held.sessionId)];
  await saveStreams(desk, { roomId: heldRoom, rows: [{ url: `https://example.kz/${low}`, locale: 'ru', purpose: 'live' }] });
  served.clock.set(at('2026-05-25T05:00:00Z'));
  await beginSession(desk, heldRoom);
  await announceCode(desk, heldRoom);
  served.clock.set(at('2026-05-25T06:40:00Z'));
  await endSession(desk, heldRoom);
  const report = (name: string, minute: string) =>
    previewImport(desk, {
      roomId: heldRoom,
      fileName: `${mark}-${minute}.csv`,
      bytes: new TextEncoder().encode(
        ['Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room', `${name},,05/25/2026 10:${minute}:00 AM,05/25/2026 11:39:00 AM,99,Yes,No`, `Tablet ${mark},,05/25/2026 10:00:00 AM,05/25/2026 11:00:00 AM,60,Yes,No`].join('\r\n'),
      ),
      zone: 'Asia/Almaty',
    });
  const counted = await report(`${mark} Zhanar`, '00');
  await leaveOutRest(desk, counted);
  await applyImport(desk, counted);
  const open = await report(`${mark} Olga`, '05');

  await issueToOne(desk, held.eventId, stayed, { unconfirmedToo: true });
  const issueId = await one(sql`select id from credentials.issue where network_id = ${networkId} and source_id = ${stayed}`);
  await sql`update seminars.registration set name_confirmed_at = now() where network_id = ${networkId} and id = ${left}`.execute(db);
  const runId = await startIssuing(desk, held.eventId, { unconfirmedToo: true });

  // Hers: it went to the address by which she signs in.
  await sql`update credentials.issue i set mail_address = a.email, holder_name = a.name from access.account a
    where i.network_id = ${networkId} and i.id = ${issueId} and a.id = (select account_id from people.person where id = ${registry.scenes[0]?.personId ?? ''}::uuid)`.execute(db);
  // As if the run had issued that certificate, valid for two weeks more, and another that nobody has yet, and ended.
  await sql`update credentials.issue set batch_id = ${runId}, valid_until = '2026-06-03' where network_id = ${networkId} and id = ${issueId}`.execute(db);
  await inTransaction(desk, (tx) => issueCredential(tx, newIssue(organisationId, { batchId: runId, holderName: `${mark} Galym` })));
  await sql`update platform.job set state = 'done', outcome = '{"issued":2,"failed":[]}' where network_id = ${networkId} and id = (select job_id from seminars.issuing_run where id = ${runId})`.execute(db);

  // Nobody listens there: the answer comes at once.
  const { id: webhookId } = await addWebhook(desk, { name: `Программа ${mark}`, url: `http://127.0.0.1:9/${low}`, events: ['credentials.issued'] });
  const deliveryId = (await testWebhook(desk, webhookId))?.id ?? '';

  const pictureId = await addPicture(desk, { organisationId, kind: 'seal', name: `Печать ${mark}` }, paperPicture());
  const templateId = await addTemplate(desk, templateInput(organisationId, { name: `Шаблон ${mark}`, closing: { ru: `Слова ${mark}` }, sealId: pictureId }));
  await changeTemplate(desk, templateId, templateChange(1, { name: `Шаблон ${mark}`, layout: 'portrait', closing: { ru: `Слова ${mark}` }, sealId: pictureId }));
  const freePictureId = await addPicture(desk, { organisationId, kind: 'logo', name: `Логотип ${mark}` }, paperPicture());
  const listId = await startIssuingList(desk, NewIssuingList.parse({ organisationId, kind: 'course', language: 'ru', title: `Курс ${mark}`, from: '2026-05-04', names: `${mark} Жанар\n${mark} Ольга` }));
  // As if its job had ended with one certificate that nobody has yet.
  await inTransaction(desk, (tx) => issueCredential(tx, newIssue(organisationId, { batchId: listId })));
  await sql`update platform.job set state = 'done' where network_id = ${networkId} and params ->> 'listId' = ${listId}`.execute(db);
  const plan = await seedPlan(desk, organisationId, mark);
  const growth = await seedGrowth(desk, organisationId, registry.scenes[0]?.personId ?? '', mark);
  const evidence = await seedEvidence(served, desk, { personId: registry.scenes[0]?.personId ?? '', accountId: registry.accountId, mark });
  // The sheet is the coordinator's own, who signs in.
  await sql`update competencies.sheet set author_id = a.id from access.account a where sheet.network_id = ${networkId} and a.email = ${`${low}-coordinator@example.kz`}`.execute(db);
  const campaigns = await seedCampaigns(system, desk, organisationId, registry.scenes[0]?.personId ?? '', mark);
  const lists = await bringLists(desk, mark);
  const registered = registry.scenes.map(({ personId = '' }) => personId);
  const { id: changeId } = await applyBulk(desk, { act: BulkAct.parse({ act: 'end_posts', lastDay: '2026-05-01', leavingNote: mark }), people: registered, withinId: null });
  await showPerson(desk, registry.scenes[0]?.personId ?? '');
  const framework = await seedFramework(desk, organisationId, mark);
  const consents = await seedConsents(desk, registry.scenes[1]?.personId ?? '', mark);
  const tests = await seedTests(served, desk, mark, registry.accountId);
  const [rows, link] = [
    (table: string, column: string, value: string) => one(sql`select id from ${sql.table(table)} where network_id = ${networkId} and ${sql.ref(column)} = ${value} order by id limit 1`),
    async (purpose: 'registration' | 'collective', id: string) => (await openLinkOf(system, purpose, id))?.token ?? '',
  ];
  const file = await seedFrameworkFile(desk, mark);
  // The file is the coordinator's own, too.
  await sql`update competencies.framework_import set created_by = a.id from access.account a where framework_import.network_id = ${networkId} and a.email = ${`${low}-coordinator@example.kz`}`.execute(db);
  const shared: Scene = {
    ...framework.draft,
    invitationId,
    webhookId,
    deliveryId,
    changeId,
    templateId,
    pictureId: freePictureId,
    assignmentId: await one(sql`select id from access.role_assignment where network_id = ${networkId} order by id desc limit 1`),
    mailId: await one(sql`select id from platform.mail_message where network_id = ${networkId} and subject_type = 'registration' order by id limit 1`),
    jobId: await one(sql`select id from platform.job where network_id = ${networkId} limit 1`),
    runId,
    listId,
    ...growth,
    ...evidence,
    ...campaigns.running,
    issueId,
    index: '0',
    ...tests.shared,
    place: '1',
    textId: consents.textId,
    askedId: consents.askedId,
    token: await link('registration', applied),
  };
  const scenes: Scene[] = [
    { ...shared, ...ahead, registrationId: applied, personId: applied, collectiveId: waitingList, memberId: await rows('seminars.registration', 'collective_id', waitingList), roomId: aheadRoom },
    {
      ...shared,
      ...held,
      registrationId: stayed,
      personId: stayed,
      collectiveId: heldList,
      memberId: await rows('seminars.registration', 'collective_id', heldList),
      roomId: heldRoom,
      attendeeId: await rows('rooms.attendee', 'subject_id', stayed),
      importId: open,
      rowId: await one(sql`select r.id from rooms.presence_import_row r where r.network_id = ${networkId} and r.import_id = ${open} and r.attendee_id is null order by r.id limit 1`),
    },
    { ...shared, ...held, roomId: heldRoom, importId: counted, registrationId: left, personId: left },
    { ...shared, ...draft, listId: lists.checked },
    { ...shared, ...draft, listId: lists.done, textId: consents.draftId },
    { ...shared, ...ahead, eventId: rehearsal, ...framework.published },
    { ...shared, ...ahead, eventId: rehearsal, ...file },
    { ...shared, ...ahead, eventId: rehearsal, ...plan },
    // The items of frameworks have the name of those of tests in addresses.
    { ...shared, ...ahead, eventId: rehearsal, ...framework.draft },
    { ...shared, ...draft, ...tests.open },
    { ...shared, ...draft, ...campaigns.calibrated },
    { ...shared, ...draft, ...campaigns.draft },
    ...registry.scenes.map((scene) => ({ ...shared, ...scene })),
  ];
  const tokens: [string, string][] = [];
  for (const id of [applied, stayed, left]) tokens.push([id, await link('registration', id)]);
  for (const id of [waitingList, heldList]) tokens.push([id, await link('collective', id)]);
  tokens.push([consents.askedId, (await findLinkFor(system, 'consent', consents.askedId))?.token ?? '']);
  tokens.push([campaigns.running.raterId ?? '', campaigns.link]);
  const cookie = tokens.map(([id, token]) => `sheberlik_l_${id.replaceAll('-', '').slice(-16)}=${token}`).join('; ');
  return { networkId, at: which.at, mark, scenes, coordinator, admin, herself: registry.herself, holder: { name: `holder of links of ${mark}`, cookie, at: which.at }, roomId: heldRoom };
}
