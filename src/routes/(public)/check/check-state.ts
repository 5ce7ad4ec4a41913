/** The sign of each state beside its word. */
export const STATE_BADGE = { valid: 'ok', expired: 'wait', suspended: 'bad', revoked: 'bad', replaced: 'bad', annulled: 'bad' } as const;

/** How what a file turned out to be is shown. */
export const FILE_NOTICE = { issued: 'ok', altered_around: 'warning', altered: 'error', nothing: 'warning' } as const;
