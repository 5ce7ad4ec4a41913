/** How the state of a version looks. */
export const STATE_SIGNS = { draft: 'wait', published: 'ok', retired: 'neutral' } as const;
