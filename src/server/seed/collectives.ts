import { countryProfile } from '#server/modules/people/index.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import { confirmAll, confirmLines, confirmListedNames, noticeFor, readListPlace, registerCollective, ROOM_OWNER, showPresence } from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inventEmail, inventName } from './names.ts';
import { createRandom, type Random } from './random.ts';

const HOUR = 3600_000;

/** Names as a library would paste them: numbered, with positions, one with an address of her own. */
function listOf(random: Random, count: number): string {
  const names = new Set<string>();
  while (names.size < count) names.add(inventName(random, 'KZ').full);
  return [...names].map((name, index) => `${index + 1}. ${name}${index % 4 === 1 ? ', кітапханашы' : ''}`).join('\n');
}

async function register(ctx: Ctx, random: Random, input: { eventId: string; host: string; daysAgo: number; organisation: string; settlement: string; people: number }): Promise<string> {
  const contact = inventName(random, 'KZ');
  const clock = offsetClock(ctx.platform.clock.now().getTime() - Date.now() - input.daysAgo * 24 * HOUR);
  const { collectiveId } = await registerCollective(
    { ...ctx, clock, actor: { kind: 'visitor' }, locale: 'kk' },
    input.eventId,
    {
      country: 'KZ',
      organisation: input.organisation,
      settlement: input.settlement,
      contactName: contact.full,
      contactEmail: inventEmail(contact, input.people, 'KZ'),
      certificateLocale: 'kk',
      mailLocale: 'kk',
      names: listOf(random, input.people),
      rightStated: 'yes',
      noticeVersion: (await noticeFor(ctx, 'KZ', input.host)).version,
      leaveOut: false,
      tidy: false,
    },
    null,
  );
  return collectiveId;
}

/**
 * Two reading rooms: one whose contact person confirmed, on the evening of the first day, who of her twelve was there; and one with more
 * than thirty names that waits for a decision. Chance of its own, so that the people of the network stay as they are.
 */
export async function seedCollectives(ctx: Ctx, seed: number, input: { eventId: string; sessionId: string; host: string }): Promise<void> {
  const random = createRandom(seed + 1000);
  const { eventId, sessionId, host } = input;
  const present = await register(ctx, random, { eventId, host, daysAgo: 12, organisation: 'Баянауыл аудандық кітапханасы (үлгі)', settlement: 'Баянауыл', people: 12 });
  await register(ctx, random, { eventId, host, daysAgo: 0.2, organisation: 'Железин аудандық кітапханасы (үлгі)', settlement: 'Железинка', people: 34 });
  const [room] = await listRoomsFor(ctx, ROOM_OWNER, [sessionId]);
  const ended = room?.actualEnd;
  if (!ended) throw new Error('the first sitting has not ended');
  const clock = offsetClock(ended.getTime() + HOUR - Date.now());
  const contact: Ctx = { ...ctx, clock, actor: { kind: 'link', linkId: present, purpose: 'collective', subjectId: present } };
  await confirmAll(contact, present, sessionId);
  const zone = countryProfile('KZ').defaultZone.value ?? room.timeZone;
  const { lines } = await showPresence(contact, present, sessionId, zone, readListPlace(new URLSearchParams()));
  // One came for the second half, one did not come.
  const [late, absent] = [lines[4], lines[9]];
  if (late && absent) {
    await confirmLines(contact, present, sessionId, zone, [
      { id: late.id, present: true, from: '11:30', to: late.to },
      { id: absent.id, present: false, from: '', to: '' },
    ]);
  }
  await confirmListedNames(contact, present);
}
