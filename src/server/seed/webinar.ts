import {
  approve,
  createEvent,
  decline,
  inviteContributor,
  noticeFor,
  publishEvent,
  readProgramme,
  register,
  registerCollective,
  saveContributor,
  saveSession,
  saveTalk,
  startRehearsal,
} from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { inventEmail, inventName } from './names.ts';
import type { Random } from './random.ts';
import { DRAFT, INSTITUTIONS, WEBINAR, WEBINAR_DISCUSSION, WEBINAR_TALKS } from './webinar-texts.ts';

const DAY = 24 * 3600_000;
const HOST = 'KZ';
const PLACES = 12;

interface Where {
  organisationId: string;
  timeZone: string;
  now: Date;
}

/** The context as it was some days before the demo's present. */
const daysAgo = (ctx: Ctx, now: Date, days: number): Ctx => ({ ...ctx, clock: offsetClock(now.getTime() - Date.now() - days * DAY) });

/**
 * A webinar in twelve days that is open for registration: places are few and the organiser decides, so some have a place, some wait for one
 * and some for a decision; a reading room has applied, too. A rehearsal of it has been begun.
 */
export async function seedWebinar(ctx: Ctx, random: Random, where: Where): Promise<void> {
  const { now, timeZone } = where;
  const today = localDate(now, timeZone);
  const prepared = daysAgo(ctx, now, 10);
  const eventId = await createEvent(prepared, 'kk', {
    form: 'webinar',
    organisationId: where.organisationId,
    title: localized({ ...WEBINAR.title }),
    summary: localized({ ...WEBINAR.summary }),
    description: localized({ ...WEBINAR.description }),
    aim: {},
    requirements: {},
    timeZone,
    languages: ['kk', 'ru'],
    countries: ['KZ', 'RU', 'KG'],
    capacity: PLACES,
    closesDate: addDays(today, 11),
    closesTime: '18:00',
    approvalRequired: true,
    percent: 80,
    combine: 'all_of',
    contactName: 'Жұмабекова Айгүл',
    contactEmail: 'webinar@demo.sheberlik.example',
  } as Parameters<typeof createEvent>[2]);
  const sessionId = await saveSession(prepared, eventId, null, 'kk', { title: {}, date: addDays(today, 12), starts: '15:00', ends: '16:30', endsNextDay: false } as Parameters<typeof saveSession>[4]);
  for (const talk of WEBINAR_TALKS) {
    await saveTalk(prepared, eventId, null, 'kk', {
      ...talk,
      sessionId,
      kind: 'talk',
      title: localized({ ...talk.title }),
      abstract: localized({ ...talk.abstract }),
      interpretation: [],
      person1: talk.speaker,
    } as Parameters<typeof saveTalk>[4]);
  }
  await saveTalk(prepared, eventId, null, 'kk', { sessionId, kind: 'discussion', title: localized({ ...WEBINAR_DISCUSSION }), abstract: {}, interpretation: [], starts: '16:05', ends: '16:30' } as Parameters<typeof saveTalk>[4]);
  await nameInstitutions(prepared, eventId, { [WEBINAR_TALKS[1].speaker]: 'safonova@demo.sheberlik.example' });
  await publishEvent(prepared, eventId);
  await seedApplications(ctx, random, eventId, now);
  const [invited] = (await readProgramme(ctx, eventId)).contributors.filter(({ email }) => email !== null);
  if (invited) await inviteContributor(ctx, eventId, invited.id, { role: 'speaker', locale: 'ru' });
  await startRehearsal(ctx, eventId);
}

/** Eighteen people apply over nine days: the first fourteen were decided about (two had to wait, one was declined), the rest has not been. */
async function seedApplications(ctx: Ctx, random: Random, eventId: string, now: Date): Promise<void> {
  const made: string[] = [];
  for (let i = 0; i < 18; i++) {
    const country = random.pick(['KZ', 'KZ', 'KZ', 'RU', 'KG']);
    const locale = country === 'KZ' ? 'kk' : country === 'KG' ? 'ky' : 'ru';
    const name = inventName(random, country);
    const registered = await register(
      { ...daysAgo(ctx, now, 9 - i / 2), actor: { kind: 'visitor' }, locale },
      eventId,
      {
        country,
        name: name.full,
        email: inventEmail(name, 1000 + i, country),
        organisation: INSTITUTIONS[country]?.organisation ?? '',
        position: INSTITUTIONS[country]?.post ?? '',
        role: 'listener',
        certificateLocale: locale,
        mailLocale: locale,
        noticeVersion: (await noticeFor(ctx, country, HOST)).version,
      } as Parameters<typeof register>[2],
      null,
    );
    if (registered.outcome === 'made') made.push(registered.registrationId);
  }
  const decided = daysAgo(ctx, now, 1);
  await decline(decided, eventId, made.slice(3, 4), 'Бұл вебинар кітапхана қызметкерлеріне арналған.');
  await approve(decided, eventId, [...made.slice(0, 3), ...made.slice(4, 15)]);
  await registerCollective(
    { ...daysAgo(ctx, now, 0.5), actor: { kind: 'visitor' }, locale: 'kk' },
    eventId,
    {
      country: HOST,
      organisation: 'Ауылдық кітапхана, Баянауыл ауданы (үлгі)',
      settlement: 'Баянауыл',
      contactName: 'Оспанова Жанар',
      contactEmail: 'okuzaly@demo.sheberlik.example',
      certificateLocale: 'kk',
      mailLocale: 'kk',
      names: Array.from({ length: 6 }, () => inventName(random, HOST).full).join('\n'),
      rightStated: 'yes',
      noticeVersion: (await noticeFor(ctx, HOST, HOST)).version,
      leaveOut: true,
      tidy: true,
    },
    null,
  );
}

/** An event of next month that somebody has only begun to write. */
export async function seedDraft(ctx: Ctx, where: Where): Promise<void> {
  const prepared = daysAgo(ctx, where.now, 2);
  const eventId = await createEvent(prepared, 'kk', {
    form: 'day_of_specialist',
    organisationId: where.organisationId,
    title: localized({ ...DRAFT.title }),
    summary: {},
    description: {},
    aim: {},
    requirements: {},
    timeZone: where.timeZone,
    languages: ['kk', 'ru'],
    countries: ['KZ'],
    approvalRequired: false,
    percent: 85,
    combine: 'all_of',
  } as Parameters<typeof createEvent>[2]);
  await saveSession(prepared, eventId, null, 'kk', {
    title: localized({ ...DRAFT.sitting }),
    date: addDays(localDate(where.now, where.timeZone), 40),
    starts: '10:00',
    ends: '13:00',
    endsNextDay: false,
  } as Parameters<typeof saveSession>[4]);
}

/** Writes down where speakers and moderators work, and the addresses of those who have one. */
export async function nameInstitutions(ctx: Ctx, eventId: string, emails: Readonly<Record<string, string>>): Promise<void> {
  for (const person of (await readProgramme(ctx, eventId)).contributors) {
    const country = person.country ?? HOST;
    const email = emails[person.name];
    await saveContributor(ctx, eventId, person.id, {
      version: person.version,
      name: person.name,
      country,
      post: INSTITUTIONS[country]?.post ?? '',
      organisation: INSTITUTIONS[country]?.organisation ?? '',
      ...(email ? { email } : {}),
    });
  }
}
