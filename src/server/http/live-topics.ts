import { wakeWebhooks } from '#server/modules/access/index.ts';
import { followPublicAddress } from '#server/modules/credentials/index.ts';
import type { Subscriber } from '#server/platform/outbox.ts';
import { wakeReaders } from '#server/platform/outbox-reader.ts';

/** Which outbox events live pages hear of; each module's topics are added here by its door. */
export const liveSubscribers: Subscriber[] = [followPublicAddress, wakeWebhooks, wakeReaders];
