/** What was done for many rows at once can be taken back for this long, and what that needs is held as long. */
export const UNDO_DAYS = 30;
const DAY = 86_400_000;

export const undoEnd = (doneAt: Date): Date => new Date(doneAt.getTime() + UNDO_DAYS * DAY);

/** Rows hold people's data: after the days of undoing nobody needs them. What was done before this moment is forgotten. */
export const forgetAfter = (now: Date): Date => new Date(Date.parse(now.toISOString().slice(0, 10)) - (UNDO_DAYS + 1) * DAY);
