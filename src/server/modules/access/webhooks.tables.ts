import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** on: is told; off: by hand; failing: switched off by itself, after a day without one delivery. */
export type WebhookState = 'on' | 'off' | 'failing';
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'failed';

export interface WebhookTable {
  id: Generated<string>;
  network_id: string;
  name: string;
  url: string;
  events: string[];
  state: Generated<WebhookState>;
  secret_no: Generated<number>;
  created_by: string | null;
  created_at: Instant;
  delivered_at: NullableInstant;
  failing_since: NullableInstant;
  version: Generated<number>;
}

export interface WebhookDeliveryTable {
  id: Generated<string>;
  network_id: string;
  webhook_id: string;
  event_seq: string | null;
  event: string;
  data: JSONColumnType<Record<string, unknown>>;
  occurred_at: Instant;
  state: Generated<DeliveryState>;
  tries: Generated<number>;
  next_at: NullableInstant;
  sent_at: NullableInstant;
  status: number | null;
  fault: string | null;
  took_ms: number | null;
  created_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'access.webhook': WebhookTable;
    'access.webhook_delivery': WebhookDeliveryTable;
  }
}
