import { describe, expect, it } from 'vitest';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { announceCode, beginSession, endSession, enterCode, listCodesFor } from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay, type TestMeeting } from './rooms.factory.ts';

const at = testInstallation();
const T = onTestDay;
const conductor = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));

async function runningMeeting(): Promise<{ meeting: TestMeeting; asel: string }> {
  at.clock.set(T('05:00:00'));
  const meeting = await makeMeeting(at.system());
  const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
  await beginSession(conductor(), meeting.roomId);
  return { meeting, asel };
}
const enter = (meeting: TestMeeting, subjectId: string, code: string) =>
  enterCode(at.ctx(linkHolder(subjectId)), { roomId: meeting.roomId, subjectType: 'registration', subjectId, code });
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { problems?: { field: string; code: string; params?: object }[]; code: string }) => error.problems?.[0] ?? error.code,
  );
const wrongFor = (code: string) => (code === '111111' ? '222222' : '111111');
const card = (subjectId: string) => at.platform.db.selectFrom('rooms.presence_card').select(['codes']).where('subject_id', '=', subjectId).executeTakeFirst();

describe('announcing a code', () => {
  it('makes six digits that live for ten minutes, numbered in their order', async () => {
    const { meeting } = await runningMeeting();
    const first = await announceCode(conductor(), meeting.roomId);
    const second = await announceCode(conductor(), meeting.roomId);
    expect(first).toMatchObject({ position: 1, announcedAt: T('05:00:00'), expiresAt: T('05:10:00'), live: true });
    expect([first.code, second.code]).toEqual([expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/)]);
    expect(second.position).toBe(2);
    at.clock.set(T('05:10:00'));
    expect((await listCodesFor(conductor(), meeting.roomId)).map(({ position, live }) => [position, live])).toEqual([
      [2, false],
      [1, false],
    ]);
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', meeting.roomId).where('act', '=', 'code.announced').execute();
    expect(audit.map((line) => line.data)).toEqual([{ position: 1 }, { position: 2 }]);
    const events = await at.platform.db.selectFrom('platform.outbox_event').select('payload').where('name', '=', 'rooms.code_announced').execute();
    expect(JSON.stringify(events)).not.toContain(first.code);
  });

  it('numbers codes rightly when two moderators press at once', async () => {
    const { meeting } = await runningMeeting();
    const made = await Promise.all([1, 2, 3].map(() => announceCode(conductor(), meeting.roomId)));
    expect(made.map((code) => code.position).toSorted()).toEqual([1, 2, 3]);
  });

  it('waits for the begin, stops at the end, and ends after twenty', async () => {
    at.clock.set(T('05:00:00'));
    const meeting = await makeMeeting(at.system());
    await expect(announceCode(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'room.not_begun' });
    await beginSession(conductor(), meeting.roomId);
    for (let n = 0; n < 20; n++) await announceCode(conductor(), meeting.roomId);
    await expect(announceCode(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'code.too_many' });
    at.clock.set(T('06:00:00'));
    await endSession(conductor(), meeting.roomId);
    await expect(announceCode(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'room.has_ended' });
  });
});

describe('entering a code', () => {
  it('counts once, however often it is entered, and accepts it as people write it', async () => {
    const { meeting, asel } = await runningMeeting();
    const { code } = await announceCode(conductor(), meeting.roomId);
    expect(await enter(meeting, asel, ` ${code.slice(0, 3)} ${code.slice(3)} `)).toEqual({ position: 1 });
    at.clock.set(T('05:30:00'));
    expect(await enter(meeting, asel, code)).toEqual({ position: 1 });
    expect(await card(asel)).toEqual({ codes: 1 });
    expect((await listCodesFor(conductor(), meeting.roomId)).map(({ entered }) => entered)).toEqual([1]);
  });

  it('counts the tries down, then refuses even the right code', async () => {
    const { meeting, asel } = await runningMeeting();
    const { code } = await announceCode(conductor(), meeting.roomId);
    const answers: unknown[] = [];
    for (let n = 0; n < 10; n++) answers.push(await codeOf(enter(meeting, asel, wrongFor(code))));
    expect(answers).toEqual([
      ...[4, 3, 2, 1, 0].map((left) => ({ field: 'code', code: 'code.wrong', params: { left } })),
      ...Array.from({ length: 5 }, () => ({ field: 'code', code: 'code.too_many_tries' })),
    ]);
    expect(await codeOf(enter(meeting, asel, code))).toEqual({ field: 'code', code: 'code.too_many_tries' });
    expect(await card(asel)).toBeUndefined();
    const next = await announceCode(conductor(), meeting.roomId);
    expect(await enter(meeting, asel, next.code)).toEqual({ position: 2 });
  });

  it('looks at five guesses of a hundred sent at once', async () => {
    const { meeting, asel } = await runningMeeting();
    const { code } = await announceCode(conductor(), meeting.roomId);
    const guesses = Array.from({ length: 40 }, (_, n) => String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0'));
    const answers = (await Promise.all(guesses.map((guess) => codeOf(enter(meeting, asel, guess))))) as { code: string }[];
    expect(answers.filter((answer) => answer.code === 'code.wrong')).toHaveLength(5);
    expect(answers.filter((answer) => answer.code === 'code.too_many_tries')).toHaveLength(35);
    const tries = await at.platform.db.selectFrom('rooms.code_try as t').innerJoin('rooms.announced_code as c', 'c.id', 't.code_id').select('tries').where('c.room_id', '=', meeting.roomId).execute();
    expect(tries).toEqual([{ tries: 5 }]);
  });

  it('counts once when the button is pressed three times at once', async () => {
    const { meeting, asel } = await runningMeeting();
    const { code } = await announceCode(conductor(), meeting.roomId);
    expect(await Promise.all([1, 2, 3].map(() => enter(meeting, asel, code)))).toEqual([{ position: 1 }, { position: 1 }, { position: 1 }]);
    const events = await at.platform.db.selectFrom('rooms.presence_event').select('kind').where('room_id', '=', meeting.roomId).execute();
    expect(events).toEqual([{ kind: 'code' }]);
  });

  it('spends the tries of every live code, so that an older one cannot be guessed on the side', async () => {
    const { meeting, asel } = await runningMeeting();
    const first = await announceCode(conductor(), meeting.roomId);
    const second = await announceCode(conductor(), meeting.roomId);
    const wrong = ['333333', '444444', '555555'].find((guess) => guess !== first.code && guess !== second.code) ?? '';
    for (let n = 0; n < 5; n++) await codeOf(enter(meeting, asel, wrong));
    expect(await codeOf(enter(meeting, asel, first.code))).toMatchObject({ code: 'code.too_many_tries' });
    expect(await codeOf(enter(meeting, asel, second.code))).toMatchObject({ code: 'code.too_many_tries' });
  });

  it('says why it cannot be accepted, without taking a try', async () => {
    const { meeting, asel } = await runningMeeting();
    expect(await codeOf(enter(meeting, asel, '123456'))).toEqual({ field: 'code', code: 'code.none_announced' });
    const { code } = await announceCode(conductor(), meeting.roomId);
    for (const bad of ['', '12345', 'abcdef', '1234567', '🙂']) expect(await codeOf(enter(meeting, asel, bad))).toEqual({ field: 'code', code: 'code.six_digits' });
    at.clock.set(T('05:10:00'));
    expect(await codeOf(enter(meeting, asel, code))).toEqual({ field: 'code', code: 'code.expired' });
    expect(await at.platform.db.selectFrom('rooms.code_try as t').innerJoin('rooms.announced_code as c', 'c.id', 't.code_id').select('tries').where('c.room_id', '=', meeting.roomId).execute()).toEqual([]);
  });

  it('is for the person herself, in her own room', async () => {
    const { meeting, asel } = await runningMeeting();
    const other = await runningMeeting();
    const { code } = await announceCode(conductor(), meeting.roomId);
    const input = { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, code };
    for (const ctx of [at.ctx(visitor), at.ctx(linkHolder(other.asel)), conductor(), at.ctx(linkHolder(asel), at.otherNetworkId)]) {
      expect(await codeOf(enterCode(ctx, input))).toBe('page.not_found');
    }
    expect(await codeOf(enter(other.meeting, asel, code))).toBe('page.not_found');
    expect(await codeOf(enter(other.meeting, other.asel, code))).toEqual({ field: 'code', code: 'code.none_announced' });
  });
});
