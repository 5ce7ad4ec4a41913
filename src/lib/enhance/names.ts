/** Every script of ours, by the custom element it defines: `draft` defines <x-draft>. */
export const ENHANCE_NAMES = ['copy', 'draft', 'heartbeat', 'live', 'once', 'outbox', 'sample', 'zone'] as const;
export type EnhanceName = (typeof ENHANCE_NAMES)[number];

/** A script may weigh this much after gzip. */
export const ENHANCE_BUDGET = 3 * 1024;
