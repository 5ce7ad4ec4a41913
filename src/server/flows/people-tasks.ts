import type { TaskSource } from '#server/modules/access/index.ts';
import { erasuresWaiting, networkOf, registryWaiting } from '#server/modules/people/index.ts';
import { toInstant } from '#server/platform/time/wall-time.ts';

/** A day without an hour ends with the working day. */
function endOf(date: string, zone: string): Date | null {
  const found = toInstant({ date, time: '18:00', zone }, 'later');
  return found.ok ? found.instant : null;
}

/** What the registry of people waits for: requests to decide on, attestations that come near. */
export const peopleTasks: TaskSource = {
  name: 'people',
  async tasksFor(ctx) {
    const { requests, attestations, own } = await registryWaiting(ctx);
    const { timeZone } = await networkOf(ctx);
    const erasures = await erasuresWaiting(ctx);
    return [
      ...erasures.map((request) => ({
        id: `people.erasure-${request.personId}`,
        what: { key: 'privacy.task.erasure' as const, params: { name: request.name } },
        about: null,
        path: `/people/${request.personId}/erase`,
        until: null,
        minutes: 5,
        timeZone: null,
      })),
      ...requests.map((request) => ({
        id: `people.request-${request.personId}`,
        what: { key: 'people.task.request' as const, params: { name: request.name } },
        about: null,
        path: `/people/${request.personId}/request`,
        until: null,
        minutes: 3,
        timeZone: null,
      })),
      ...(attestations.count > 0
        ? [
            {
              id: 'people.attestations',
              what: { key: 'people.task.attestations' as const, params: { count: attestations.count } },
              about: null,
              path: '/people?attestation=year',
              until: attestations.first ? endOf(attestations.first, timeZone) : null,
              minutes: Math.min(60, 5 * attestations.count),
              timeZone: null,
            },
          ]
        : []),
      ...(own
        ? [{ id: 'people.own_attestation', what: { key: 'people.task.own_attestation' as const }, about: null, path: `/people/${own.personId}`, until: endOf(own.due, timeZone), minutes: 30, timeZone: null }]
        : []),
    ];
  },
  appointmentsFor: async () => [],
};
