import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';

/** In the name of whoever holds the personal link of a rater. */
export const personLink = (ctx: Ctx, raterId: string): Ctx => ({ ...ctx, actor: { kind: 'link', linkId: newId(), purpose: 'rater', subjectId: raterId } });
