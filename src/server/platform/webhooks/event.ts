/** An event that may leave the installation. */
export interface WebhookEvent {
  /** As in the outbox: `credentials.issued`. */
  name: string;
  /** What of the event goes out: ids, codes and figures. Whoever may know more asks the API with these ids. */
  keys: readonly string[];
  /** Events that are nobody else's business: rehearsals. */
  omit?: (payload: Readonly<Record<string, unknown>>) => boolean;
}
