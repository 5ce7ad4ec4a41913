import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

/** What others may be told of: ids and the name of the deed, never what stands in a record. */
export const peopleEvents: readonly WebhookEvent[] = [
  { name: 'people.person_changed', keys: ['personId', 'act'] },
  { name: 'people.organisation_changed', keys: ['organisationId', 'act'] },
  { name: 'people.list_imported', keys: ['importId'] },
  { name: 'people.list_undone', keys: ['importId'] },
];
