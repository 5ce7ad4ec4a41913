import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

/** What others may be told of. */
export const roomEvents: readonly WebhookEvent[] = ['rooms.session_begun', 'rooms.session_ended'].map((name) => ({ name, keys: ['roomId', 'ownerType', 'ownerId'] }));
