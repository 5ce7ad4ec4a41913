import { sql } from 'kysely';
import {
  addCampaign, addMember, answerCampaignSheet, campaignVersions, changeAudience, closeCampaign, confirmRater, decide, Decision, endCollecting, getCalibration, getCampaignDetail, getVersionDetail, handInCampaignSheet,
  keyInSheet, listFrameworksFor, nameRater, NewCampaign, NewMember, NewRater, proposeRater, SheetAnswers, startCampaign, writeCampaign, type CampaignDetail,
} from '#server/modules/competencies/index.ts'; // prettier-ignore
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { markMailsSent, quietly } from './quiet.ts';
import type { Random } from './random.ts';

const DAY = 24 * 3600_000;
/** What is asked: few enough for one page on paper. */
const ASKED = ['B1', 'B2', 'C1', 'C2', 'D1', 'D2'];
const COMMENTS = ['Видела на занятии с детьми', 'Сама помогает новым сотрудникам', 'Пока по подсказке, но охотно учится', 'Әр апта сайын оқырмандарға көрсетіп жүр', 'Жергілікті материалды жақсы біледі', 'Каталогом пользуется уверенно'];

interface Known {
  personId: string;
  actor: Actor;
}

export interface CampaignWish {
  random: Random;
  now: Date;
  timeZone: string;
  /** Who runs the campaigns. */
  issuer: Actor;
  organisationId: string;
  /** Libraries of the organisation: of the first three people are rated now, of the others a year ago. */
  libraryIds: readonly string[];
  head: Known;
  specialist: Known;
}

interface Worker {
  personId: string;
  organisationId: string;
  position: string;
}

interface Scene extends CampaignWish {
  ids: readonly string[];
  versionId: string;
  workers: readonly Worker[];
  at(days: number, actor?: Actor): Ctx;
}

/**
 * Two campaigns of one library system, as its methodists and people would have held them: one of a year ago with what its commission decided, and one that
 * runs, of which some sheets are handed in, one waits for the specialist of the demo, some for the head (one of them begun), and some raters for the organiser.
 */
export async function seedCampaigns(ctx: Ctx, wish: CampaignWish): Promise<void> {
  await inTransaction(quietly({ ...ctx, actor: wish.issuer }), async (tx) => {
    const known = (await listFrameworksFor(tx)).find(({ key }) => key === 'library-specialist')?.versions.find(({ state }) => state === 'published');
    if (!known || !(await campaignVersions(tx)).some(({ id }) => id === known.id)) return;
    const { items } = await getVersionDetail(tx, known.id);
    const scene: Scene = {
      ...wish,
      versionId: known.id,
      ids: ASKED.flatMap((code) => items.find((item) => item.code === code)?.competencyId ?? []),
      workers: await listWorkers(tx, wish.libraryIds),
      at: (days, actor = wish.issuer) => ({ ...tx, actor, clock: offsetClock(wish.now.getTime() - Date.now() - days * DAY) }),
    };
    await heldCampaign(scene);
    await runningCampaign(scene);
    await markMailsSent(tx);
  });
}

/** Who works in these libraries, in an order that does not depend on when they were made. */
async function listWorkers(ctx: Ctx, libraryIds: readonly string[]): Promise<Worker[]> {
  const { rows } = await sql<Worker>`select c.person_id as "personId", c.organisation_id as "organisationId", s.code as position
    from people.person_card c join people.position s on s.network_id = c.network_id and s.id = c.position_id
    where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and c.organisation_id = any(${[...libraryIds]}::uuid[])
    order by array_position(${[...libraryIds]}::uuid[], c.organisation_id), c.sort_name, c.person_id`.execute(ctx.db);
  return rows;
}

/** Starts a campaign of librarians of some libraries. Returns it as it began. */
async function begin(scene: Scene, title: { kk: string; ru: string; en: string }, days: number, closesOn: string, libraryIds: readonly string[]): Promise<CampaignDetail> {
  const at = scene.at(days);
  const note = { kk: 'Тек өзіңіз көрген нәрсені бағалаңыз. Сұрақтарыңыз болса, әдістемелік бөлімге хабарласыңыз.', ru: 'Оценивайте то, что видели сами. С вопросами обращайтесь в методический отдел.', en: 'Rate what you have seen yourself. The methodical department answers questions.' };
  const id = await addCampaign(at, NewCampaign.parse({ organisationId: scene.organisationId, versionId: scene.versionId, title, note, closesOn, kinds: ['head', 'peer', 'commission'], anonymous: ['peer'], minimumGroup: '3', breadth: 'chosen', competencyIds: [...scene.ids], remindFirst: '7', remindLast: '2' }));
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code in ('librarian', 'children_librarian') order by code`.execute(at.db);
  await changeAudience(at, id, { organisationIds: [...libraryIds], positionIds: rows.map((row) => row.id), kinds: [], revision: 2 });
  await startCampaign(at, id);
  return getCampaignDetail(at, id);
}

/** Names the head of the library where none was found by her role, and colleagues of the same library. Returns those who were named. */
async function nameRaters(scene: Scene, detail: CampaignDetail, days: number, peers: (participant: { personId: string }) => number): Promise<{ participantId: string; raterId: string; personId: string; kind: 'head' | 'peer' }[]> {
  const named = [];
  for (const { id: participantId, personId, organisationId } of detail.participants) {
    const others = scene.workers.filter((one) => one.organisationId === organisationId && one.personId !== personId);
    const head = detail.raters.some((one) => one.participantId === participantId && one.kind === 'head') ? undefined : others.find(({ position }) => position === 'branch_head');
    const place = scene.workers.findIndex((one) => one.personId === personId);
    const colleagues = others.filter(({ position }) => position !== 'branch_head');
    const chosen = [...colleagues.slice(place % Math.max(1, colleagues.length)), ...colleagues].filter((one, index, all) => all.indexOf(one) === index).slice(0, peers({ personId }));
    for (const [kind, people] of [['head', head ? [head] : []], ['peer', chosen]] as const) {
      for (const one of people) named.push({ participantId, kind, personId: one.personId, raterId: await nameRater(scene.at(days), participantId, NewRater.parse({ kind, personId: one.personId })) });
    }
  }
  return named;
}

/** What somebody says of a person who can so much: of everything that is asked, now and then with a word. */
function answersOf({ random, ids }: Scene, level: number, least = 0): SheetAnswers {
  const steps = ids.map((id) => [id, String(Math.min(4, Math.max(0, Math.round(level + random.next() * 2.2 - 1.1))))] as const);
  const comments = random.chance(0.4) ? { [ids[random.int(0, ids.length - 1)] ?? '']: random.pick(COMMENTS) } : {};
  return SheetAnswers.parse({ steps: Object.fromEntries(least > 0 ? steps.slice(0, least) : steps), comments: least > 0 ? {} : comments });
}

const HEARD = { self: 0.5, head: -0.3, peer: 0.2, mentor: 0, external: 0 };

async function heldCampaign(scene: Scene): Promise<void> {
  const { random, now, timeZone, at } = scene;
  const year = localDate(new Date(now.getTime() - 380 * DAY), timeZone).slice(0, 4);
  const detail = await begin(scene, { kk: `Филиал кітапханашыларын бағалау, ${year}`, ru: `Оценка библиотекарей филиалов, ${year}`, en: `Assessment of branch librarians, ${year}` }, 400, addDays(localDate(now, timeZone), -378), scene.libraryIds.slice(3));
  const named = await nameRaters(scene, detail, 399, () => 3);
  const levels = new Map(detail.participants.map(({ id }) => [id, 1.4 + random.next() * 1.5]));
  const asked = [...detail.raters.map(({ id, participantId, kind }) => ({ raterId: id, participantId, kind })), ...named];
  // Sheets came on paper; every thirteenth did not.
  for (const [index, { raterId, participantId, kind }] of asked.entries()) {
    if (index % 13 !== 5) await keyInSheet(at(390 - (index % 9)), raterId, answersOf(scene, (levels.get(participantId) ?? 2) + HEARD[kind]), true);
  }
  const id = detail.campaign.id;
  await endCollecting(at(378), id);
  for (const name of ['Рахымова Сәуле', 'Жұмабекова Айгүл', 'Воронова Елена']) await addMember(at(372), id, NewMember.parse({ name }));
  const { lines } = await getCalibration(at(372), id, { least: 1, participantId: null, from: 0 });
  for (const [index, { participantId, competencyId, words, groups }] of lines.slice(0, 14).entries()) {
    const said = [...words.map(({ step }) => step), ...groups.map(({ middle }) => middle)].sort((a, b) => a - b);
    await decide(at(372), id, Decision.parse({ participantId, competencyId, step: said[Math.floor((said.length - 1) / 2)], comment: index % 3 === 0 ? 'Комиссия посмотрела два занятия' : null }));
  }
  await closeCampaign(at(370), id);
  await writeCampaign(at(370), id);
}

async function runningCampaign(scene: Scene): Promise<void> {
  const { random, now, timeZone, at, head, specialist } = scene;
  const year = localDate(now, timeZone).slice(0, 4);
  const detail = await begin(scene, { kk: `Аттестаттау алдындағы бағалау, ${year}`, ru: `Оценка перед аттестацией, ${year}`, en: `Assessment before attestation, ${year}` }, 9, addDays(localDate(now, timeZone), 12), scene.libraryIds.slice(0, 3));
  const own = detail.participants.find(({ personId }) => personId === specialist.personId);
  const named = await nameRaters(scene, detail, 8, ({ personId }) => (personId === specialist.personId ? 0 : 2));
  const levels = new Map(detail.participants.map(({ id }) => [id, 1.6 + random.next() * 1.5]));
  const level = (participantId: string) => levels.get(participantId) ?? 2;
  // The specialist has said what she does, so that what her post asks is open to her; colleagues she proposed, of whom one is asked.
  const self = detail.raters.find(({ kind, participantId }) => kind === 'self' && participantId === own?.id);
  if (own && self) {
    await answerCampaignSheet(at(6, specialist.actor), self.id, answersOf(scene, level(own.id)));
    await handInCampaignSheet(at(6, specialist.actor), self.id);
    const colleagues = scene.workers.filter(({ organisationId, personId, position }) => organisationId === own.organisationId && personId !== specialist.personId && position !== 'branch_head').slice(0, 3);
    for (const [index, { personId }] of colleagues.entries()) {
      const raterId = await proposeRater(at(5, specialist.actor), own.id, NewRater.parse({ kind: 'peer', personId }));
      if (index === 0) await confirmRater(at(4), raterId);
    }
  }
  // Half of the sheets have come back; the demo's people keep theirs.
  const ours = new Set([head.personId, specialist.personId]);
  const begun = named.find(({ kind, personId }) => kind === 'head' && personId === head.personId);
  if (begun) await answerCampaignSheet(at(1, head.actor), begun.raterId, answersOf(scene, level(begun.participantId), 2));
  const selves = detail.raters.filter(({ kind, id }) => kind === 'self' && id !== self?.id).map(({ id, participantId }) => ({ raterId: id, participantId, kind: 'self' as const }));
  for (const [index, { raterId, participantId, kind }] of [...selves, ...named.filter(({ personId }) => !ours.has(personId))].entries()) {
    if (index % 2 === 0) await keyInSheet(at(6 - (index % 5)), raterId, answersOf(scene, level(participantId) + HEARD[kind]), true);
  }
}
