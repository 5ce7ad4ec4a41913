import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

const isRehearsal = (payload: Readonly<Record<string, unknown>>): boolean => payload['rehearsal'] === true;
const of = (name: string, keys: readonly string[]): WebhookEvent => ({ name: `seminars.${name}`, keys, omit: isRehearsal });

/** What others may be told of; rehearsals are nobody else's business. */
export const seminarEvents: readonly WebhookEvent[] = [
  of('event_published', ['eventId']),
  of('event_changed', ['eventId', 'what']),
  of('event_cancelled', ['eventId']),
  of('event_completed', ['eventId']),
  of('registrations_changed', ['eventId']),
];
