import { describe, expect, it } from 'vitest';
import { freePlaces, registrationStanding, type RegistrationFacts } from './registration-window.rule.ts';

const at = (text: string) => new Date(`2026-05-${text}Z`);
const open: RegistrationFacts = {
  state: 'published',
  capacity: 500,
  taken: 388,
  registrationOpensAt: at('01T04:00:00'),
  registrationClosesAt: at('15T13:00:00'),
  lastEnd: at('19T12:00:00'),
};

describe('whether one may register', () => {
  it.each<[string, Partial<RegistrationFacts>, Date, string]>([
    ['one second before it opens', {}, at('01T03:59:59'), 'not_yet'],
    ['at the moment it opens', {}, at('01T04:00:00'), 'open'],
    ['one second before it closes', {}, at('15T12:59:59'), 'open'],
    ['at the moment it closes', {}, at('15T13:00:00'), 'closed'],
    ['when every place is taken', { taken: 500 }, at('10T00:00:00'), 'waiting_list'],
    ['when more than every place is taken', { taken: 502 }, at('10T00:00:00'), 'waiting_list'],
    ['when places are taken but registration has closed', { taken: 500 }, at('16T00:00:00'), 'closed'],
    ['without a limit of places', { capacity: null, taken: 9000 }, at('10T00:00:00'), 'open'],
    ['without a closing date, while the event runs', { registrationClosesAt: null }, at('19T11:59:59'), 'open'],
    ['after the last session', { registrationClosesAt: null }, at('19T12:00:00'), 'over'],
    ['without dates and sessions', { registrationOpensAt: null, registrationClosesAt: null, lastEnd: null }, at('30T00:00:00'), 'open'],
    ['in a draft', { state: 'draft' }, at('10T00:00:00'), 'closed_draft'],
    ['after a cancellation', { state: 'cancelled' }, at('10T00:00:00'), 'cancelled'],
    ['after completion', { state: 'completed' }, at('10T00:00:00'), 'over'],
  ])('%s', (_when, change, now, standing) => {
    expect(registrationStanding({ ...open, ...change }, now)).toBe(standing);
  });

  it('counts free places and never below none', () => {
    expect(freePlaces(open)).toBe(112);
    expect(freePlaces({ capacity: 10, taken: 12 })).toBe(0);
    expect(freePlaces({ capacity: null, taken: 12 })).toBeNull();
  });
});
