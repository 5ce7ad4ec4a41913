import type { WebhookEvent } from '#server/platform/webhooks/event.ts';

/** What others may be told of. */
export const assessmentEvents: readonly WebhookEvent[] = [{ name: 'assessment.test_passed', keys: ['attemptId', 'personId', 'framework', 'code', 'step'] }];
