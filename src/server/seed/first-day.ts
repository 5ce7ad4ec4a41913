import { applyImport, getRoomFor, leaveOutRest, listRoomsFor, previewImport, setActualTimes } from '#server/modules/rooms/index.ts';
import { ROOM_OWNER } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { fromInstant } from '#server/platform/time/wall-time.ts';
import type { SeededParticipant } from './participants.ts';
import type { Random } from './random.ts';

const MINUTE = 60_000;


/**
 * The first day as it went: it began two minutes late, and the participant report of the meeting was loaded afterwards. Most people stayed,
 * some came late, some dropped out and came back, a fifth never came.
 */
export async function seedFirstDay(
  ctx: Ctx,
  random: Random,
  input: { sessionId: string; participants: readonly SeededParticipant[]; timeZone: string },
): Promise<void> {
  const [summary] = await listRoomsFor(ctx, ROOM_OWNER, [input.sessionId]);
  if (!summary) throw new Error('the first sitting has no room');
  const start = new Date(summary.plannedStart.getTime() + 2 * MINUTE);
  const end = new Date(summary.plannedEnd.getTime() + 3 * MINUTE);
  const room = await getRoomFor(ctx, summary.id, 'read');
  await setActualTimes(ctx, { roomId: summary.id, start, end, reason: 'Үлгі желі: бірінші күн өткен', version: room.version });

  const rows: { name: string; email: string; from: number; to: number }[] = [];
  for (const person of input.participants) {
    if (random.chance(0.2)) continue;
    const line = { name: `${person.name.given} ${person.name.family}`, email: person.email };
    const from = start.getTime() + (random.chance(0.8) ? random.int(-8, 6) : random.int(15, 90)) * MINUTE;
    const to = end.getTime() - (random.chance(0.85) ? random.int(-4, 8) : random.int(20, 100)) * MINUTE;
    if (random.chance(0.25)) {
      const away = from + random.int(20, 60) * MINUTE;
      const back = away + random.int(1, 12) * MINUTE;
      rows.push({ ...line, from, to: away }, { ...line, from: back, to: Math.max(to, back + MINUTE) });
    } else rows.push({ ...line, from, to: Math.max(to, from + MINUTE) });
  }
  const at = (instant: number) => {
    const { date, time } = fromInstant(new Date(instant), input.timeZone);
    const [year, month, day] = date.split('-');
    return `${day}.${month}.${year} ${time.slice(0, 5)}:00`;
  };
  const csv = [
    'Имя (настоящее имя),Электронная почта пользователя,Время входа,Время выхода,Продолжительность (минуты),Гость',
    ...rows.map((row) => `"${row.name}",${row.email},${at(row.from)},${at(row.to)},${Math.round((row.to - row.from) / MINUTE)},Да`),
  ].join('\r\n');
  const importId = await previewImport(ctx, {
    roomId: summary.id,
    fileName: 'participants.csv',
    bytes: new TextEncoder().encode(`\uFEFF${csv}\r\n`),
    zone: input.timeZone,
  });
  await leaveOutRest(ctx, importId);
  await applyImport(ctx, importId);
}
