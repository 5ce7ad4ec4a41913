import { listRoomsFor, previewImport } from '#server/modules/rooms/index.ts';
import { ROOM_OWNER } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { fromInstant } from '#server/platform/time/wall-time.ts';
import type { SeededParticipant } from './participants.ts';

const MINUTE = 60_000;

/**
 * A second report of the first day, loaded and not decided about: from the spare meeting that some used when the first one was full. Some of
 * its names are written in other letters or shortened, some are no names at all, and one row cannot be read.
 */
export async function seedOpenReport(ctx: Ctx, input: { sessionId: string; participants: readonly SeededParticipant[]; timeZone: string }): Promise<void> {
  const [summary] = await listRoomsFor(ctx, ROOM_OWNER, [input.sessionId]);
  if (!summary) throw new Error('the first sitting has no room');
  const at = (minutes: number) => {
    const { date, time } = fromInstant(new Date(summary.plannedStart.getTime() + minutes * MINUTE), input.timeZone);
    return `${date.split('-').reverse().join('.')} ${time.slice(0, 5)}:00`;
  };
  const [one, two, three, four, five] = input.participants.filter((_, index) => index % 37 === 5);
  const rows: [name: string, email: string, from: string, to: string][] = [
    [`${one?.name.given} ${one?.name.family}`, one?.email ?? '', at(3), at(170)],
    [`${two?.name.family} ${two?.name.given}`, '', at(5), at(172)],
    [`${three?.name.given}`, '', at(4), at(160)],
    [`${four?.name.family} ${(four?.name.given ?? '').slice(0, 1)}.`, '', at(10), at(171)],
    [`${five?.name.given} (кітапхана)`, '', at(12), at(140)],
    ['iPhone', '', at(2), at(90)],
    ['Читальный зал', 'zal@demo.sheberlik.example', at(1), at(174)],
    ['Redmi Note 9', '', at(30), 'позже'],
  ];
  const csv = [
    'Имя (настоящее имя),Электронная почта пользователя,Время входа,Время выхода,Продолжительность (минуты),Гость',
    ...rows.map(([name, email, from, to]) => `"${name}",${email},${from},${to},,Да`),
  ].join('\r\n');
  await previewImport(ctx, { roomId: summary.id, fileName: 'participants_2.csv', bytes: new TextEncoder().encode(`\uFEFF${csv}\r\n`), zone: input.timeZone });
}
