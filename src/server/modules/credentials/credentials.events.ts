import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

/** What others may be told of. */
export const credentialEvents: readonly WebhookEvent[] = ['credentials.issued', 'credentials.revoked', 'credentials.suspended', 'credentials.suspension_lifted', 'credentials.annulled', 'credentials.renewed'].map((name) => ({ name, keys: ['issueId', 'kind', 'sourceType', 'sourceId'] }));
