import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { readMyDay } from './my-day.service.ts';
import { registerTaskSource, type Task } from './tasks.port.ts';

const at = testInstallation();
const task = (id: string, until: string | null): Task => ({
  id,
  what: { key: 'access.task.failed_mails', params: { count: 1 } },
  about: null,
  path: '/my-day',
  until: until ? new Date(until) : null,
  minutes: 5,
  timeZone: null,
});

describe('my day', () => {
  it('asks every module for the day by the reader’s clocks, and puts the soonest first', async () => {
    const asked: { start: Date; end: Date }[] = [];
    registerTaskSource({
      name: 'test',
      tasksFor: async () => [task('some day', null), task('tomorrow', '2026-05-19T04:00:00Z'), task('today', '2026-05-18T09:00:00Z')],
      appointmentsFor: async (_ctx, day) => {
        asked.push(day);
        const entry = { title: localized('ru', 'Заседание'), part: null, place: null, path: '/', isNow: false };
        return [
          { ...entry, id: 'late', start: new Date('2026-05-18T10:00:00Z'), end: new Date('2026-05-18T11:00:00Z') },
          { ...entry, id: 'early', start: new Date('2026-05-18T05:00:00Z'), end: new Date('2026-05-18T06:00:00Z') },
        ];
      },
    });
    const day = await readMyDay(at.ctx(coordinatorOf(at.networkId, at.organisationId)), 'Asia/Almaty');
    registerTaskSource({ name: 'test', tasksFor: async () => [], appointmentsFor: async () => [] });
    expect(day.tasks.map(({ id }) => id)).toEqual(['today', 'tomorrow', 'some day']);
    expect(day.appointments.map(({ id }) => id)).toEqual(['early', 'late']);
    // Monday, 18 May 2026 in Pavlodar: from 19:00 UTC of the day before.
    expect(asked).toEqual([{ start: new Date('2026-05-17T19:00:00Z'), end: new Date('2026-05-18T19:00:00Z') }]);
  });

  it('is nobody’s who is not signed in', async () => {
    await expect(readMyDay(at.ctx(visitor), 'Asia/Almaty')).rejects.toMatchObject({ code: 'page.not_found' });
  });
});
