import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { abilitiesFor, mayOrganise, type EventAbility } from './seminars.policy.ts';
import type { EventState } from './seminars.tables.ts';

const NETWORK = 'network';
const place = { networkId: NETWORK, organisationPath: ['root', 'centre'], eventId: 'event' };
const having = (grant: Partial<Grant>): Actor => ({
  kind: 'account',
  accountId: 'a',
  name: 'Айгүл',
  email: 'a@example.kz',
  grants: [{ role: 'coordinator', networkId: NETWORK, scopeKind: 'organisation', scopeId: 'centre', ...grant }],
});

const ACTORS = {
  coordinator: having({}),
  coordinatorAbove: having({ scopeId: 'root' }),
  networkAdmin: having({ role: 'network_admin', scopeKind: 'network', scopeId: null }),
  systemAdmin: having({ role: 'system_admin', scopeKind: 'installation', networkId: '', scopeId: null }),
  moderator: having({ role: 'moderator', scopeKind: 'event', scopeId: 'event' }),
  speaker: having({ role: 'speaker', scopeKind: 'event', scopeId: 'event' }),
  coordinatorElsewhere: having({ scopeId: 'another-centre' }),
  coordinatorOfOtherNetwork: having({ networkId: 'other' }),
  moderatorOfOtherEvent: having({ role: 'moderator', scopeKind: 'event', scopeId: 'another-event' }),
  methodist: having({ role: 'methodist' }),
  link: { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 'event' } as Actor,
  visitor: { kind: 'visitor' } as Actor,
} satisfies Record<string, Actor>;
type Who = keyof typeof ACTORS;

const ORGANISERS: Who[] = ['coordinator', 'coordinatorAbove', 'networkAdmin', 'systemAdmin'];
const WITH_MODERATOR: Who[] = [...ORGANISERS, 'moderator'];
const WITH_SPEAKER: Who[] = [...WITH_MODERATOR, 'speaker'];
const ALL = Object.keys(ACTORS) as Who[];
const NOBODY: Who[] = [];

/** Who may do it: in a draft, published, cancelled, completed. */
const REAL: Record<EventAbility, [Who[], Who[], Who[], Who[]]> = {
  view: [WITH_SPEAKER, ALL, ALL, ALL],
  contribute: [WITH_SPEAKER, WITH_SPEAKER, WITH_SPEAKER, WITH_SPEAKER],
  prepare: [ORGANISERS, ORGANISERS, ORGANISERS, ORGANISERS],
  edit: [ORGANISERS, ORGANISERS, NOBODY, NOBODY],
  publish: [ORGANISERS, NOBODY, NOBODY, NOBODY],
  unpublish: [NOBODY, ORGANISERS, NOBODY, NOBODY],
  cancel: [NOBODY, ORGANISERS, NOBODY, NOBODY],
  complete: [NOBODY, ORGANISERS, NOBODY, NOBODY],
  reopen: [NOBODY, NOBODY, NOBODY, ORGANISERS],
  remove: [ORGANISERS, NOBODY, NOBODY, NOBODY],
  rehearse: [ORGANISERS, ORGANISERS, NOBODY, NOBODY],
  moveClock: [NOBODY, NOBODY, NOBODY, NOBODY],
  conduct: [NOBODY, WITH_MODERATOR, NOBODY, NOBODY],
  readRegistrations: [NOBODY, WITH_MODERATOR, WITH_MODERATOR, WITH_MODERATOR],
  manageRegistrations: [NOBODY, ORGANISERS, NOBODY, ORGANISERS],
  issueCertificates: [NOBODY, ORGANISERS, NOBODY, ORGANISERS],
  readStatistics: [NOBODY, WITH_MODERATOR, WITH_MODERATOR, WITH_MODERATOR],
};

/** The same for a practice copy, where it differs. */
const REHEARSAL: Record<EventAbility, [Who[], Who[], Who[], Who[]]> = {
  ...REAL,
  view: [WITH_SPEAKER, WITH_SPEAKER, WITH_SPEAKER, WITH_SPEAKER],
  unpublish: [NOBODY, NOBODY, NOBODY, NOBODY],
  remove: [ORGANISERS, ORGANISERS, ORGANISERS, ORGANISERS],
  rehearse: [NOBODY, NOBODY, NOBODY, NOBODY],
  moveClock: [ORGANISERS, ORGANISERS, ORGANISERS, ORGANISERS],
};

const STATES: EventState[] = ['draft', 'published', 'cancelled', 'completed'];

for (const [title, table, rehearsal] of [
  ['an event', REAL, false],
  ['a rehearsal', REHEARSAL, true],
] as const) {
  describe(`who may do what with ${title}`, () => {
    it.each(Object.entries(table))('%s', (ability, allowed) => {
      for (const [index, state] of STATES.entries()) {
        const found = ALL.filter((who) => abilitiesFor(ACTORS[who], { state, rehearsal }, place)[ability as EventAbility].allowed);
        expect(found.toSorted(), `${ability} in ${state}`).toEqual([...(allowed[index] ?? [])].toSorted());
      }
    });
  });
}

describe('reasons', () => {
  it('name the state to an organiser and nothing but the right to others', () => {
    const reason = (who: Who, ability: EventAbility, state: EventState, rehearsal = false) => {
      const found = abilitiesFor(ACTORS[who], { state, rehearsal }, place)[ability];
      return found.allowed ? null : found.reason;
    };
    expect(reason('coordinator', 'edit', 'cancelled')).toBe('event_cancelled');
    expect(reason('coordinator', 'publish', 'published')).toBe('event_published');
    expect(reason('coordinator', 'moveClock', 'published')).toBe('no_rehearsal');
    expect(reason('coordinator', 'rehearse', 'published', true)).toBe('is_rehearsal');
    expect(reason('visitor', 'edit', 'cancelled')).toBe('not_organiser');
    expect(reason('speaker', 'conduct', 'published')).toBe('not_organiser');
  });

  it('let jobs and the command line do what the state allows', () => {
    expect(abilitiesFor({ kind: 'system', name: 'seed' }, { state: 'published', rehearsal: false }, place).conduct.allowed).toBe(true);
  });
});

it('lets events be made only for organisations within reach', () => {
  expect(ALL.filter((who) => mayOrganise(ACTORS[who], { networkId: NETWORK, organisationPath: ['root', 'centre'] }))).toEqual(ORGANISERS);
  expect(mayOrganise(ACTORS.coordinator, { networkId: NETWORK, organisationPath: ['root'] })).toBe(false);
});
