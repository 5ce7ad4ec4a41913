import { acceptEvidence, EvidenceInput, getEvidenceFor, offerEvidence, recordRatings, returnEvidence, showGaps } from '#server/modules/competencies/index.ts';
import { createEvent, nameCompetency, publishEvent, saveSession, saveTalk, setTakingPart } from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { localDate, addDays } from '#server/platform/time/wall-time.ts';
import { quietly } from './quiet.ts';

const DAY = 86_400_000;

/** Short events after the webinar; each teaches some of what the specialist of the demo lacks, the last ones on the spot and in another language. */
const EVENTS = [
  { kk: 'Балалармен кітап талқылау практикумы', ru: 'Практикум: как говорить с детьми о книге', day: 20, starts: '11:00', ends: '13:00', languages: ['kk', 'ru'], capacity: 25, online: true, teaches: [0, 1] },
  { kk: 'Аймақтық ресурстармен жұмыс', ru: 'Работа с краеведческими ресурсами', day: 26, starts: '14:00', ends: '17:00', languages: ['kk'], capacity: 40, online: true, teaches: [1, 2] },
  { kk: 'Кітапханадағы жоба: ойдан есепке дейін', ru: 'Проект в библиотеке: от замысла до отчёта', day: 33, starts: '10:00', ends: '16:00', languages: ['ru'], capacity: null, online: false, teaches: [0, 2, 3] },
  { kk: 'Серіктес кітапханалардың шеберлік сыныбы', ru: 'Мастер-класс библиотек-партнёров', day: 41, starts: '15:00', ends: '16:30', languages: ['hy', 'en'], capacity: 12, online: true, teaches: [3] },
] as const;

const titleOf = ({ kk, ru }: { kk: string; ru: string }): LocalizedText => localized({ kk, ru });

/**
 * What the specialist lacks, where it is taught, and how she shows what she can do: her head found four things one step short; four short events to come
 * teach them; of her evidence one piece is accepted, one was returned and one waits, and one of the head's waits, too.
 */
export async function seedLearning(ctx: Ctx, reviewer: Actor, where: { organisationId: string; timeZone: string; now: Date }, staff: { specialist: { personId: string; actor: Actor }; head: { personId: string; actor: Actor } }): Promise<void> {
  const at = (days: number, actor: Actor = ctx.actor): Ctx => ({ ...ctx, actor, clock: offsetClock(where.now.getTime() - Date.now() - days * DAY) });
  const { unrated } = await showGaps(ctx, staff.specialist.personId);
  // The first area is left to whoever tries the sheets.
  const lacks = unrated.filter(({ competency, asked }) => competency.areaCode !== 'A' && asked.least >= 2 && asked.least <= 3).slice(0, 4);
  const [first, second] = lacks;
  if (!first || !second) return;
  await inTransaction(quietly(at(25)), async (past) => {
    await recordRatings(past, lacks.map(({ competency, asked }) => ({ personId: staff.specialist.personId, competencyId: competency.competencyId, scaleId: competency.scaleId, versionId: competency.versionId, kind: 'head', step: asked.least - 1, comment: null, authorId: null, authorName: 'Руководитель', isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() })));
    for (const event of EVENTS) await seedEvent(past, where, event, event.teaches.flatMap((index) => lacks[index] ?? []));
  });
  await inTransaction(quietly(at(0)), async () => {
    const offer = (days: number, who: { personId: string; actor: Actor }, given: object, competencyId: string, step: number) => offerEvidence(at(days, who.actor), who.personId, EvidenceInput.parse({ kind: 'other', shows: [{ competencyId, step }], ...given }));
    const { specialist, head } = staff;
    const accepted = await offer(18, specialist, { kind: 'link', title: 'Оқырман бұрышының беті', url: 'https://example.kz/oqyrman', text: 'Бетті өзім құрастырдым, ай сайын жаңартамын.' }, first.competency.competencyId, first.asked.least - 1);
    await acceptEvidence(at(16, reviewer), accepted, { steps: { [first.competency.competencyId]: first.asked.least - 1 }, words: 'Жақсы бастама.', revision: (await getEvidenceFor(at(16, reviewer), accepted)).piece.revision });
    const returned = await offer(10, specialist, { title: 'Балалар апталығының бағдарламасы', text: 'Апталықтың бес күнін жоспарладым.' }, second.competency.competencyId, second.asked.least);
    await returnEvidence(at(8, reviewer), returned, { words: 'Бағдарламаның өзін және қанша бала келгенін қосыңыз.', revision: 1 });
    await offer(3, specialist, { kind: 'hours', title: 'Ауылдағы көшпелі оқулар', hours: '12', text: 'Үш ауылда төрт рет өткіздім.' }, second.competency.competencyId, second.asked.least);
    await offer(2, head, { title: 'Ұжымдық жоспарлау жиындары', text: 'Жыл бойы ай сайынғы жоспарлау жиындарын жүргіздім.' }, first.competency.competencyId, 3);
  });
}

async function seedEvent(past: Ctx, where: { organisationId: string; timeZone: string; now: Date }, event: (typeof EVENTS)[number], teaches: readonly { competency: { competencyId: string }; asked: { least: number } }[]): Promise<void> {
  const title = titleOf(event);
  const eventId = await createEvent(past, 'kk', {
    ...{ form: 'practicum', organisationId: where.organisationId, title, summary: title, description: {}, aim: {}, requirements: {}, timeZone: where.timeZone, languages: [...event.languages], countries: ['KZ'] },
    ...{ capacity: event.capacity ?? undefined, approvalRequired: false, percent: 80, combine: 'all_of', contactName: 'Жұмабекова Айгүл', contactEmail: 'webinar@demo.sheberlik.example' },
  } as unknown as Parameters<typeof createEvent>[2]);
  const sessionId = await saveSession(past, eventId, null, 'kk', { title: {}, date: addDays(localDate(where.now, where.timeZone), event.day), starts: event.starts, ends: event.ends, endsNextDay: false } as Parameters<typeof saveSession>[4]);
  await saveTalk(past, eventId, null, 'kk', { sessionId, kind: 'talk', title, abstract: {}, language: event.languages[0], interpretation: [], starts: event.starts, ends: event.ends, person1: 'Жұмабекова Айгүл' } as Parameters<typeof saveTalk>[4]);
  await publishEvent(past, eventId);
  if (!event.online) await setTakingPart(past, eventId, false);
  for (const { competency, asked } of teaches) await nameCompetency(past, eventId, { competencyId: competency.competencyId, toStep: asked.least });
}
