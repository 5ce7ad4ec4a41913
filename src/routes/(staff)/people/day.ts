/** A calendar date in words, for the pages of the registry; files and the audit log use the same. */
export { dayOf } from '#lib/ui/day.ts';
