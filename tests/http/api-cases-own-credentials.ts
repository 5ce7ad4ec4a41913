import { expect } from 'vitest';
import type { Case } from './api-cases.ts';
import { onlyVisitors, person } from './api-cases-account.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

/** Somebody whose certificate went to her proven address. */
async function holder(world: World): Promise<{ by: Caller; issueId: string; number: string }> {
  const { caller, email } = await person(world);
  const { id, number } = await world.certificate({ mailAddress: email, holderName: 'Сауле Оспанова' });
  return { by: caller, issueId: id, number };
}
const links = ({ served }: World, by: Caller, issueId: string) => served.call(by, 'GET', `/account/certificates/${issueId}/links`);

/** What everybody does with the own certificates. */
export const ownCredentialCases: Record<string, Case> = {
  'GET /account/certificates': {
    may: async (world) => ({ by: (await holder(world)).by, path: '/account/certificates' }),
    status: 200,
    holds: (body: { certificates: object[] }) => expect(body.certificates).toMatchObject([{ kind: 'attendance', language: 'ru', revokedAt: null, validUntil: null }]),
    forbidden: onlyVisitors,
    missing: null,
  },
  'GET /account/certificates/{issueId}/links': {
    may: async (world) => {
      const { by, issueId } = await holder(world);
      return { by, path: `/account/certificates/${issueId}/links` };
    },
    status: 200,
    holds: (body: object) => expect(body).toEqual({ links: [] }),
  },
  'POST /account/certificates/{issueId}/links': {
    may: async (world) => {
      const { by, issueId } = await holder(world);
      return { by, path: `/account/certificates/${issueId}/links`, body: { label: 'Отдел кадров', days: 30 } };
    },
    status: 201,
    holds: async (body: { id: string }, world, call) => {
      const { links: made } = (await world.served.call(call.by, 'GET', call.path)).body as { links: { url: string }[] };
      expect(made).toMatchObject([{ id: body.id, label: 'Отдел кадров', opened: 0 }]);
      expect(made[0]?.url).toMatch(/\/shared\/[\w-]{32}$/);
    },
    bad: { call: (call) => ({ ...call, body: { label: ' ', days: 31 } }), errors: [{ field: 'label', code: 'field.required' }, { field: 'days', code: 'choice.missing' }] },
  },
  'POST /account/certificates/{issueId}/links/{linkId}/withdraw': {
    may: async (world) => {
      const { by, issueId } = await holder(world);
      const made = await world.served.call(by, 'POST', `/account/certificates/${issueId}/links`, { label: 'Отдел кадров', days: 30 });
      return { by, path: `/account/certificates/${issueId}/links/${(made.body as { id: string }).id}/withdraw` };
    },
    status: 204,
    holds: async (_body, world, call) => expect((await links(world, call.by, /certificates\/([\w-]+)/.exec(call.path)?.[1] ?? '')).body).toEqual({ links: [] }),
  },
};
