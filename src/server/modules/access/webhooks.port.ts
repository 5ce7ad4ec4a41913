import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

/** Port: what others may be told of. Modules name their events in modules.ts; no name or address of a person is ever among the keys. */
const events = new Map<string, WebhookEvent>();

export function registerWebhookEvents(list: readonly WebhookEvent[]): void {
  for (const event of list) events.set(event.name, event);
}

export const webhookEvents = (): WebhookEvent[] => [...events.values()];

export const isTold = (name: string): boolean => events.has(name);

/** Of an event what goes out; null: nothing does. */
export function outgoing(name: string, payload: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const event = events.get(name);
  if (!event || event.omit?.(payload)) return null;
  return Object.fromEntries(event.keys.flatMap((key) => (payload[key] === undefined ? [] : [[key, payload[key]]])));
}
