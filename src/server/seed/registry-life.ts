import { applyBulk, AttestationInput, BulkAct, checkBulk, EducationInput, saveAttestation, saveEducation } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';

/** From where it was done: an address of the range for examples (RFC 5737). */
const OFFICE = { source: '192.0.2.10', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' };

/** What a coordinator did in the registry lately, so that the audit log and the changes of a record show how they look. */
export async function seedRegistryLife(ctx: Ctx, actor: Actor, personIds: readonly string[]): Promise<void> {
  const her: Ctx = { ...ctx, actor, origin: OFFICE };
  const held = addDays(localDate(ctx.clock.now(), 'Asia/Almaty'), -12);
  const due = `${Number(held.slice(0, 4)) + 5}${held.slice(4).replace('02-29', '02-28')}`;
  const [first, second, third] = personIds;
  if (first) await saveAttestation(her, first, null, AttestationInput.parse({ category: 'highest', heldOn: held, dueOn: due }));
  if (second) await saveAttestation(her, second, null, AttestationInput.parse({ category: 'first', heldOn: held, dueOn: due }));
  if (third) await saveEducation(her, third, null, EducationInput.parse({ level: 'postgraduate', libraryProfile: 'yes', institution: 'Торайғыров университеті', graduatedYear: Number(held.slice(0, 4)) - 1 }));
  // One change for many, which can still be taken back.
  const act = BulkAct.parse({ act: 'language', language: 'ru' });
  const many = (await checkBulk(her, act, [...personIds])).filter(({ reason }) => reason === null).slice(0, 6);
  if (many.length > 0) await applyBulk(her, { act, people: many.map(({ id }) => id), withinId: null });
}
