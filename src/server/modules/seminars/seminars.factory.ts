import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { publishEvent } from './event-life.service.ts';
import { createEvent } from './events.service.ts';
import type { EventInput } from './events.schemas.ts';
import { saveSection, saveTalk } from './programme.service.ts';
import type { SectionInput, SessionInput, TalkInput } from './programme.schemas.ts';
import { saveSession } from './sessions.service.ts';

/** Forms as a coordinator would send them, for tests: each with what matters to the test changed. */
export function eventForm(organisationId: string, change: Partial<EventInput> = {}): EventInput {
  return {
    form: 'seminar',
    organisationId,
    title: localized({ ru: 'Компетенции профессионала завтрашнего дня', kk: 'Ертеңгі маманның құзыреттері' }),
    summary: localized({ ru: 'Международный онлайн-семинар библиотекарей', kk: 'Кітапханашылардың халықаралық онлайн-семинары' }),
    description: {},
    aim: {},
    requirements: {},
    timeZone: 'Asia/Almaty',
    languages: ['kk', 'ru'],
    countries: ['KZ', 'RU', 'BY', 'KG', 'AM'],
    capacity: 500,
    approvalRequired: false,
    percent: 85,
    combine: 'all_of',
    contactName: 'Айгүл Жұмабекова',
    contactEmail: 'seminar@example.kz',
    ...change,
  } as EventInput;
}

export function sessionForm(change: Partial<SessionInput> = {}): SessionInput {
  return { title: localized('ru', 'Первый день'), date: '2026-05-25', starts: '10:00', ends: '13:00', endsNextDay: false, ...change } as SessionInput;
}

export function sectionForm(change: Partial<SectionInput> = {}): SectionInput {
  return { title: localized('ru', 'Ключевые компетенции'), hall: '', ...change } as SectionInput;
}

export function talkForm(sessionId: string, change: Partial<TalkInput> = {}): TalkInput {
  return {
    sessionId,
    kind: 'talk',
    title: localized('ru', 'Волонтёрство как путь в профессию'),
    abstract: {},
    language: 'ru',
    interpretation: ['kk'],
    country: 'BY',
    starts: '10:20',
    ends: '11:00',
    person1: 'Лукашевич Вера',
    ...change,
  } as TalkInput;
}

/** A published seminar with one sitting, one section and one talk. */
export async function publishedEvent(
  ctx: Ctx,
  organisationId: string,
  change: Partial<EventInput> = {},
  original: Locale = 'ru',
): Promise<{ eventId: string; sessionId: string; sectionId: string; talkId: string }> {
  const eventId = await createEvent(ctx, original, eventForm(organisationId, change));
  const sessionId = await saveSession(ctx, eventId, null, original, sessionForm());
  const sectionId = await saveSection(ctx, eventId, null, original, sectionForm());
  const talkId = await saveTalk(ctx, eventId, null, original, talkForm(sessionId, { sectionId }));
  await publishEvent(ctx, eventId);
  return { eventId, sessionId, sectionId, talkId };
}
