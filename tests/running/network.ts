import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findNetwork, listOrganisationsOf } from '#server/modules/people/index.ts';
import { createEvent, publishEvent, saveSection, saveSession, saveTalk } from '#server/modules/seminars/index.ts';
import { openInstallation } from '#server/installation.ts';
import { readConfig } from '#server/platform/config.ts';
import type { Ctx } from '#server/platform/context.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { inventName } from '#server/seed/names.ts';
import type { Random } from '#server/seed/random.ts';

export const ZONE = 'Asia/Almaty';
const LANGUAGES = ['kk', 'ru', 'en'] as const;
const COUNTRIES = ['KZ', 'RU', 'BY', 'KG', 'AM'] as const;

/** Sentences of our own messages: real prose in three languages, so that pages compress as those of real seminars do. */
function prose(locale: string): string[] {
  const file = fileURLToPath(new URL(`../../messages/${locale}/seminars.json`, import.meta.url));
  const all = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  return all.filter((sentence) => !/[{}<>]/.test(sentence) && sentence.length > 25);
}

/** Lends an installation in a data folder that nobody serves now; an empty folder becomes an empty installation. */
export async function withPlatform<R>(dataDir: string, work: (platform: Platform) => Promise<R>): Promise<R> {
  const installation = await openInstallation(readConfig({}, { dataDir, logLevel: 'warn' }), { work: false, follow: false });
  try {
    return await work(installation.platform);
  } finally {
    await installation.close();
  }
}

/** Lends the installation in a data folder that nobody serves now; `ctx` acts in the demo's first network. */
export async function withInstallation<R>(dataDir: string, work: (ctx: Ctx, organisationId: string) => Promise<R>): Promise<R> {
  return withPlatform(dataDir, async (platform) => {
    const network = await findNetwork(platform, null);
    if (!network) throw new Error('the demo has no network');
    const ctx = systemCtx(platform, network.id, 'test', 'kk');
    const centre = (await listOrganisationsOf(ctx)).find((one) => one.kind === 'methodical_centre');
    if (!centre) throw new Error('the demo has no methodical centre');
    return work(ctx, centre.id);
  });
}

export interface Plan {
  talks: number;
  speakers: number;
  capacity: number | undefined;
  /** Date of the first of its two days. */
  from: string;
  /** Wall time at which its days begin; 10:00 unless given. */
  begin?: string;
  /** How long a talk is; 10 minutes unless given. */
  talkMinutes?: number;
}

export interface MadeEvent {
  eventId: string;
  sessionIds: string[];
}

/** A published event in the three languages of the network, through the door of its module. */
export async function makeEvent(ctx: Ctx, random: Random, organisationId: string, plan: Plan): Promise<MadeEvent> {
  const sentences = Object.fromEntries(LANGUAGES.map((locale) => [locale, prose(locale)]));
  const say = (count: number, number = ''): LocalizedText =>
    localized(Object.fromEntries(LANGUAGES.map((locale) => [locale, `${number}${Array.from({ length: count }, () => random.pick(sentences[locale] ?? [])).join(' ')}`.slice(0, 240)])));
  const eventId = await createEvent(ctx, 'kk', {
    form: 'seminar',
    organisationId,
    title: say(1),
    summary: say(2),
    description: say(3),
    aim: say(1),
    requirements: say(1),
    timeZone: ZONE,
    languages: [...LANGUAGES],
    countries: [...COUNTRIES],
    ...(plan.capacity === undefined ? {} : { capacity: plan.capacity }),
    approvalRequired: false,
    percent: 85,
    combine: 'all_of',
    contactName: 'Methodist',
    contactEmail: 'methodist@demo.sheberlik.example',
  } as Parameters<typeof createEvent>[2]);
  const distinct = new Set<string>();
  while (distinct.size < plan.speakers) distinct.add(inventName(random, random.chance(0.6) ? 'KZ' : 'RU').full);
  const speakers = [...distinct];
  const sectionIds: string[] = [];
  for (let i = 0; i < Math.min(5, plan.talks); i++) {
    sectionIds.push(await saveSection(ctx, eventId, null, 'kk', { title: say(1), hall: '' } as Parameters<typeof saveSection>[4]));
  }
  const perDay = Math.ceil(plan.talks / 2);
  const [hour = 10, minute = 0] = (plan.begin ?? '10:00').split(':').map(Number);
  const begin = hour * 60 + minute;
  const length = plan.talkMinutes ?? 10;
  const sessionIds: string[] = [];
  for (const day of [0, 1]) {
    const sessionId = await saveSession(ctx, eventId, null, 'kk', {
      title: say(1),
      date: addDays(plan.from, day),
      starts: clock(begin),
      ends: clock(begin + perDay * length),
      endsNextDay: begin + perDay * length >= 24 * 60,
    } as Parameters<typeof saveSession>[4]);
    sessionIds.push(sessionId);
    for (let i = 0; i < perDay; i++) {
      const number = day * perDay + i;
      await saveTalk(ctx, eventId, null, 'kk', {
        sessionId,
        sectionId: sectionIds[number % sectionIds.length],
        kind: 'talk',
        title: say(1, `${number + 1}. `),
        abstract: say(2),
        language: random.pick(LANGUAGES),
        interpretation: [],
        country: random.pick(COUNTRIES),
        starts: clock(begin + i * length),
        ends: clock(begin + (i + 1) * length),
        person1: speakers[number % speakers.length],
      } as Parameters<typeof saveTalk>[4]);
    }
  }
  await publishEvent(ctx, eventId);
  return { eventId, sessionIds };
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
