import { confirmName, noticeFor, register } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inventEmail, inventName, type InventedName } from './names.ts';
import { PLACES } from './places.ts';
import type { Random } from './random.ts';

export interface SeededParticipant {
  registrationId: string;
  name: InventedName;
  email: string;
  country: string;
  state: string;
}

/** Shares of the five countries among the registrations. */
const COUNTRIES: [country: string, share: number, locale: Locale][] = [
  ['KZ', 0.56, 'kk'],
  ['RU', 0.18, 'ru'],
  ['KG', 0.12, 'ky'],
  ['BY', 0.09, 'be'],
  ['AM', 0.05, 'hy'],
];

const WORKPLACES: Record<string, readonly string[]> = {
  KZ: PLACES.map((place) => (place.city ? `Орталық кітапхана, ${place.kk}` : `Ауылдық кітапхана, ${place.kk}`)),
  RU: ['Городская библиотека № 4 (пример)', 'Районная библиотека (пример)', 'Областная юношеская библиотека (пример)'],
  KG: ['Райондук китепкана (үлгү)', 'Шаардык китепкана № 2 (үлгү)'],
  BY: ['Раённая бібліятэка (прыклад)', 'Гарадская бібліятэка № 1 (прыклад)'],
  AM: ['Մարզային գրադարան (օրինակ)', 'Քաղաքային գրադարան (օրինակ)'],
};
const POSTS: Record<string, readonly string[]> = {
  KZ: ['кітапханашы', 'әдіскер', 'аға кітапханашы', 'бөлім меңгерушісі'],
  RU: ['библиотекарь', 'методист', 'заведующая отделом'],
  KG: ['китепканачы', 'усулчу'],
  BY: ['бібліятэкар', 'метадыст'],
  AM: ['գրադարանավար', 'մեթոդիստ'],
};
const DAY = 24 * 3600_000;

function countryOf(random: Random): (typeof COUNTRIES)[number] {
  let at = random.next();
  for (const entry of COUNTRIES) {
    at -= entry[1];
    if (at <= 0) return entry;
  }
  return COUNTRIES[0] as (typeof COUNTRIES)[number];
}

/**
 * Registers people of five countries through the public form's own service, spread over the last four weeks before `now`.
 * Some of Kazakhstan's rural libraries share one mailbox, as in life.
 */
export async function seedParticipants(ctx: Ctx, random: Random, input: { eventId: string; now: Date; count: number; host: string }): Promise<SeededParticipant[]> {
  const made: SeededParticipant[] = [];
  const behind = input.now.getTime() - Date.now();
  for (let i = 0; i < input.count; i++) {
    const [country, , language] = countryOf(random);
    const name = inventName(random, country);
    const shared = made.at(-1);
    const email = country === 'KZ' && shared?.country === 'KZ' && random.chance(0.15) ? shared.email : inventEmail(name, i, country);
    const clock = offsetClock(behind - Math.round((2 + 26 * (1 - i / input.count)) * DAY));
    const certificateLocale: Locale = random.chance(0.75) ? language : 'ru';
    const registered = await register(
      { ...ctx, clock, actor: { kind: 'visitor' }, locale: certificateLocale },
      input.eventId,
      {
        country,
        name: name.full,
        email,
        organisation: random.pick(WORKPLACES[country] ?? ['Библиотека (пример)']),
        position: random.pick(POSTS[country] ?? ['библиотекарь']),
        role: 'listener',
        certificateLocale,
        mailLocale: certificateLocale,
        noticeVersion: (await noticeFor(ctx, country, input.host)).version,
      } as Parameters<typeof register>[2],
      null,
    );
    if (registered.outcome === 'made') made.push({ registrationId: registered.registrationId, name, email, country, state: registered.state });
  }
  return made;
}

/** Most have confirmed their names as they shall be printed. */
export async function seedConfirmedNames(ctx: Ctx, random: Random, participants: readonly SeededParticipant[]): Promise<void> {
  for (const { registrationId } of participants) {
    if (random.chance(0.06)) continue;
    await confirmName({ ...ctx, actor: { kind: 'link', linkId: registrationId, purpose: 'registration', subjectId: registrationId } }, registrationId);
  }
}
