/** How the state of a list looks; its word stands beside. */
export const STATE_BADGE = { draft: 'wait', checking: 'wait', checked: 'wait', running: 'wait', done: 'ok', undone: 'neutral' } as const;
