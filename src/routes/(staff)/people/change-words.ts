/** Words of changes, for the pages of the registry; files and the audit log use the same. */
export { fieldWord, valueWord } from '#lib/ui/change-words.ts';
