import { describe, expect, it } from 'vitest';
import { actionNames, addresses, readable } from './addresses.ts';
import { exportFile } from '#server/platform/tabular/export.ts';

describe('what is read out of the source', () => {
  it('finds the names of actions however they are written', () => {
    const source = `export const load = () => ({ a: { b: 1 } });
export const actions: Actions = {
  default: async ({ request, locals: { ctx } }) => {
    const done = await submit(locals, { a, b }, (input) => save({ x: 1, y }));
  },
  // why
  leave_out: async (event) => answer(event, await event.request.formData(), Step),
  /** Back. */
  send,
  room: takeRoom,
};`;
    expect(actionNames(source)).toEqual(['default', 'leave_out', 'send', 'room']);
    expect(actionNames('export const actions: Actions = { stop: deed(stopIssuing), resume: deed(resumeIssuing) };')).toEqual(['stop', 'resume']);
    expect(actionNames('export const load = () => null;')).toEqual([]);
  });

  it('finds every kind of address', () => {
    const all = new Map(addresses().map((one) => [one.route, one]));
    expect(all.get('(public)/rooms/[roomId]')).toMatchObject({ path: '/rooms/[roomId]', params: ['roomId'], actions: ['code', 'here', 'take_over', 'watch'], reads: true, writes: [] });
    expect(all.get('(public)/rooms/[roomId]/beat')).toMatchObject({ reads: false, writes: ['POST'] });
    expect(all.get('(public)/calendar.ics')).toMatchObject({ params: [], actions: [], reads: true });
    expect(all.get('(manage)/manage/jobs/[jobId]')).toMatchObject({ actions: ['stop', 'resume'] });
    expect(all.get('api/v1/[...path]')).toMatchObject({ writes: expect.arrayContaining(['POST', 'DELETE']) as string[] });
    for (const one of all.values()) expect(one.actions, one.route).toEqual([...new Set(one.actions)]);
  });

  it('reads what stands in a table that is zipped', async () => {
    const file = await exportFile({ title: 'Т', columns: [{ title: 'Имя', width: 10 }], rows: [['Найдена']] }, 'xlsx', 'ru');
    expect(readable(Buffer.from(file.bytes))).toContain('Найдена');
  });
});
