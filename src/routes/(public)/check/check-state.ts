/** The sign of each state beside its word. */
export const STATE_BADGE = { valid: 'ok', expired: 'wait', revoked: 'bad', replaced: 'bad' } as const;
