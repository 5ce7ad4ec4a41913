import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findNetwork, listOrganisationsOf } from '#server/modules/people/index.ts';
import { createEvent, publishEvent, saveSection, saveSession, saveTalk } from '#server/modules/seminars/index.ts';
import { openInstallation } from '#server/installation.ts';
import { readConfig } from '#server/platform/config.ts';
import type { Ctx } from '#server/platform/context.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { inventName } from '#server/seed/names.ts';
import { createRandom, type Random } from '#server/seed/random.ts';
import { startProduct } from '../tests/running/product.ts';

/** The demo network and the events that measurements are taken on. */
export interface BenchNetwork {
  /** Sixty talks by fifty speakers in five sections on two days, open for registration without a limit of places. */
  largeEventId: string;
  /** As many places as the race is about. */
  raceEventId: string;
  racePlaces: number;
}

const ZONE = 'Asia/Almaty';
const LANGUAGES = ['kk', 'ru', 'en'] as const;
const COUNTRIES = ['KZ', 'RU', 'BY', 'KG', 'AM'] as const;

/** Sentences of our own messages: real prose in three languages, so that pages compress as those of real seminars do. */
function prose(locale: string): string[] {
  const file = fileURLToPath(new URL(`../messages/${locale}/seminars.json`, import.meta.url));
  const all = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  return all.filter((sentence) => !/[{}<>]/.test(sentence) && sentence.length > 25);
}

/** Fills a data folder: the demo as a person starts it, then our events through the doors of the modules. */
export async function prepareNetwork(dataDir: string, quick: boolean): Promise<BenchNetwork> {
  await rm(dataDir, { recursive: true, force: true });
  const demo = await startProduct({ dataDir, demo: true });
  await demo.stop();
  const installation = await openInstallation(readConfig({}, { dataDir, logLevel: 'warn' }), { work: false, follow: false });
  try {
    const network = await findNetwork(installation.platform, null);
    if (!network) throw new Error('the demo has no network');
    const ctx = systemCtx(installation.platform, network.id, 'bench', 'kk');
    const centre = (await listOrganisationsOf(ctx)).find((one) => one.kind === 'methodical_centre');
    if (!centre) throw new Error('the demo has no methodical centre');
    const random = createRandom(60);
    const racePlaces = quick ? 5 : 500;
    return {
      largeEventId: await makeEvent(ctx, random, centre.id, { talks: 60, speakers: 50, capacity: undefined }),
      raceEventId: await makeEvent(ctx, random, centre.id, { talks: 2, speakers: 2, capacity: racePlaces }),
      racePlaces,
    };
  } finally {
    await installation.close();
  }
}

interface Plan {
  talks: number;
  speakers: number;
  capacity: number | undefined;
}

async function makeEvent(ctx: Ctx, random: Random, organisationId: string, plan: Plan): Promise<string> {
  const sentences = Object.fromEntries(LANGUAGES.map((locale) => [locale, prose(locale)]));
  const say = (count: number, number = ''): LocalizedText =>
    localized(Object.fromEntries(LANGUAGES.map((locale) => [locale, `${number}${Array.from({ length: count }, () => random.pick(sentences[locale] ?? [])).join(' ')}`.slice(0, 240)])));
  const today = localDate(ctx.clock.now(), ZONE);
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
    contactName: 'Bench',
    contactEmail: 'bench@demo.sheberlik.example',
  } as Parameters<typeof createEvent>[2]);
  const distinct = new Set<string>();
  while (distinct.size < plan.speakers) distinct.add(inventName(random, random.chance(0.6) ? 'KZ' : 'RU').full);
  const speakers = [...distinct];
  const sectionIds: string[] = [];
  for (let i = 0; i < Math.min(5, plan.talks); i++) {
    sectionIds.push(await saveSection(ctx, eventId, null, 'kk', { title: say(1), hall: '' } as Parameters<typeof saveSection>[4]));
  }
  const perDay = Math.ceil(plan.talks / 2);
  for (const day of [0, 1]) {
    const begin = 10 * 60;
    const sessionId = await saveSession(ctx, eventId, null, 'kk', {
      title: say(1),
      date: addDays(today, 10 + day),
      starts: clock(begin),
      ends: clock(begin + perDay * 10),
      endsNextDay: false,
    } as Parameters<typeof saveSession>[4]);
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
        starts: clock(begin + i * 10),
        ends: clock(begin + i * 10 + 10),
        person1: speakers[number % speakers.length],
      } as Parameters<typeof saveTalk>[4]);
    }
  }
  await publishEvent(ctx, eventId);
  return eventId;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
