import type { APIRequestContext } from 'playwright-core';
import type { Browsing } from './browser.ts';
import { post } from './form-post.ts';

/** Somebody who registers through the public form and stays for some of the 100 minutes. */
export interface Guest {
  name: string;
  country: string;
  organisation: string;
  certificateLocale: string;
  minutes: number;
  /** Confirms the name on her own page. */
  confirms?: boolean;
}

export interface HeldEvent {
  /** `/manage/seminars/<id>` */
  path: string;
  id: string;
  title: string;
}

type Fields = readonly (readonly [string, string])[];
const MINUTE = 60_000;

/** A zone in which it is neither late in the evening nor early in the night: a sitting there lies within one day. */
function dayZone(now: Date): string {
  const hour = (zone: string) => Number(wall(now, zone).time.slice(0, 2));
  return ['Asia/Almaty', 'Asia/Kamchatka'].find((zone) => hour(zone) >= 3 && hour(zone) < 21) ?? 'Europe/Minsk';
}

function wall(at: Date, zone: string): { date: string; time: string } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

const found = (text: string, pattern: RegExp, what: string): string => {
  const hit = pattern.exec(text)?.[1];
  if (hit === undefined) throw new Error(`no ${what} on the page`);
  return hit;
};

/**
 * A seminar of 100 minutes that has just ended, made as people make one: an organiser prepares and publishes it, guests register by the
 * public form, begin and end are set at the desk, and minutes are entered there. One speaker whose talk is announced for later.
 */
export async function heldEvent(web: Browsing, title: string, guests: readonly Guest[]): Promise<HeldEvent> {
  const { request } = await web.visitAs('coordinator', { js: false });
  const send = (path: string, fields: Fields) => post(request, web.address, `/ru${path}`, fields);
  const read = async (path: string) => (await request.get(`/ru${path}`)).text();
  const now = new Date(Math.floor(Date.now() / MINUTE) * MINUTE);
  const zone = dayZone(now);
  const at = (minutes: number) => wall(new Date(now.getTime() + minutes * MINUTE), zone);

  const organisation = found(await read('/manage/seminars/new'), /name="organisationId"[\s\S]*?<option value="([0-9a-f-]{36})"/, 'organisation');
  const created = await send('/manage/seminars/new', [
    ['original', 'ru'],
    ['form', 'webinar'],
    ['organisationId', organisation],
    ['title.ru', title],
    ['summary.ru', 'Занятие для проверки итогов'],
    ['timeZone', zone],
    ['languages[]', 'ru'],
    ['languages[]', 'kk'],
    ['countries[]', 'KZ'],
    ['countries[]', 'RU'],
    ['countries[]', 'BY'],
    ['percent', '85'],
    ['combine', 'all_of'],
    ['contactName', 'Жұмабекова Айгүл'],
    ['contactEmail', 'seminar@demo.sheberlik.example'],
  ]);
  const id = found(created, /seminars\/([0-9a-f-]{36})/, 'event');
  const path = `/manage/seminars/${id}`;
  await send(`${path}/programme/sessions/new?/save`, [['original', 'ru'], ['date', at(10).date], ['starts', at(10).time], ['ends', at(110).time]]);
  const session = found(await read(`${path}/programme/talks/new`), /name="sessionId"[\s\S]*?<option value="([0-9a-f-]{36})"/, 'sitting');
  await send(`${path}/programme/talks/new?/save`, [
    ['original', 'ru'],
    ['kind', 'talk'],
    ['title.ru', 'Библиотека и профориентация'],
    ['sessionId', session],
    ['starts', at(20).time],
    ['ends', at(50).time],
    ['person1', 'Лукашевич Вера Павловна'],
  ]);
  await send(`${path}?/publish`, []);
  for (const guest of guests) await registerGuest(web, id, guest);

  const desk = `/manage/rooms/${found(await read(path), /\/manage\/rooms\/([0-9a-f-]{36})/, 'room')}`;
  const begin = at(-100);
  const end = at(0);
  const version = found(await read(`${desk}/times`), /name="version" value="(\d+)"/, 'version');
  await send(`${desk}/times`, [['version', version], ['start_date', begin.date], ['start', begin.time], ['end_date', end.date], ['end', end.time], ['reason', 'Так прошло занятие']]);
  const list = await read(desk);
  for (const { name, minutes } of guests) {
    if (minutes === 0) continue;
    const seat = found(list, new RegExp(`attendees/([0-9a-f-]{36})"[^>]*>\\s*${name}\\s*<`), `seat of ${name}`);
    await send(`${desk}/attendees/${seat}`, [['kind', 'add'], ['day', begin.date], ['from', begin.time], ['to', at(minutes - 100).time], ['reason', 'По списку в зале']]);
  }
  return { path, id, title };
}

/** The five steps of the public form, on a device of her own. */
async function registerGuest(web: Browsing, eventId: string, guest: Guest): Promise<void> {
  const { request } = await web.visit({ js: false });
  const form = `/ru/seminars/${eventId}/register`;
  const step = async (action: string, query: string, fields: Fields) => (await post(request, web.address, `${form}?/${action}${query}`, fields)).replace(/^.*?\?/, '&').replace(/&step=.*/, '');
  let kept = await step('country', '', [['country', guest.country]]);
  const person: Fields = [['name', guest.name], ['email', `${guest.certificateLocale}.${eventId.slice(-6)}.${guest.minutes}.${guest.country.toLowerCase()}@example.kz`]];
  kept = await step('person', kept, person);
  kept = await step('work', kept, [['organisation', guest.organisation], ['role', 'listener'], ['certificateLocale', guest.certificateLocale], ['mailLocale', 'ru']]);
  const notice = found(await textOf(request, `${form}?${kept.slice(1)}&step=notice`), /name="noticeVersion" value="([^"]+)"/, 'notice');
  kept = await step('notice', kept, [['agreed', 'yes'], ['noticeVersion', notice]]);
  const key = found(await textOf(request, `${form}?${kept.slice(1)}`), /name="idempotency_key" value="([^"]+)"/, 'key');
  const done = await post(request, web.address, `${form}?/send${kept}`, [['idempotency_key', key]]);
  const own = found(done, /registrations\/([0-9a-f-]{36})/, 'registration');
  if (guest.confirms) await post(request, web.address, `/ru/registrations/${own}?/confirm_name`, []);
}

const textOf = async (request: APIRequestContext, path: string) => (await request.get(path)).text();
