import { z } from 'zod';
import { chooseFramework } from '#routes/competency-options.ts';
import { submit, tooLargeToRead, type Refused } from '#routes/submit.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { ownCredentials } from '#server/flows/own-credentials.ts';
import { evidenceForm, EvidenceInput, findProvable, MOST_SHOWN, OWN_EVIDENCE_KINDS, type EvidenceView, type OwnEvidenceKind } from '#server/modules/competencies/index.ts';
import { RECEIVED_ENDINGS, RECEIVED_MOST_BYTES } from '#server/platform/received-file.ts';
import { textIn } from '#server/platform/text/index.ts';

const LEAST_ROWS = 2;

const kindOf = (url: URL): OwnEvidenceKind | null => z.enum(OWN_EVIDENCE_KINDS).safeParse(url.searchParams.get('kind')).data ?? null;

/** The item of her plan from which one came here, where a piece can still be tied to it. */
async function itemToProve({ ctx, locale }: RequestLocals, personId: string, itemId: string | null): Promise<{ id: string; title: string; path: string } | null> {
  if (itemId === null) return null;
  const item = await findProvable(ctx, itemId);
  return item?.personId === personId ? { id: item.id, title: item.title ?? textIn(item.competencyTitle ?? {}, locale), path: `/people/${personId}/plan/${item.planId}/items/${item.id}` } : null;
}

/** What the form of a new or mended piece shows. */
export async function evidenceFormPage(locals: RequestLocals, personId: string, url: URL, piece: EvidenceView | null) {
  const { person, competencies } = await evidenceForm(locals.ctx, personId);
  const kind = kindOf(url) ?? OWN_EVIDENCE_KINDS.find((one) => one === piece?.kind) ?? 'file';
  const competency = url.searchParams.get('competency');
  const shows = piece?.shows ?? [];
  const rows = Array.from({ length: Math.min(MOST_SHOWN, Math.max(LEAST_ROWS, shows.length + 1)) }, (_, at) => ({ competencyId: shows[at]?.competencyId ?? (at === 0 ? competency : null), step: shows[at]?.claimed ?? null }));
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' ') },
    kinds: OWN_EVIDENCE_KINDS,
    kind,
    ...chooseFramework(competencies, { framework: url.searchParams.get('framework'), competency: competency ?? shows[0]?.competencyId ?? null }, locals.locale),
    rows,
    competency,
    item: piece ? null : await itemToProve(locals, person.personId, url.searchParams.get('item')),
    credentials: kind === 'credential' ? (await ownCredentials(locals.ctx)).filter(({ revokedAt }) => revokedAt === null).map((issue) => ({ value: issue.issueId, text: `${issue.number} ${issue.eventTitle}` })) : [],
    piece: piece && { id: piece.id, title: textIn(piece.title, locals.locale), text: piece.text, url: piece.url, credential: piece.credentialId, hours: piece.minutes === null ? null : Math.round((piece.minutes / 60) * 100) / 100, happenedOn: piece.happenedOn, file: piece.file, review: piece.review },
    endings: RECEIVED_ENDINGS,
    maxBytes: RECEIVED_MOST_BYTES,
  };
}

/** Sends the form: what cannot be accepted comes back with everything typed. */
export async function sendEvidence<R>(locals: RequestLocals, request: Request, work: (input: EvidenceInput, file: { name: string; bytes: Uint8Array } | null) => Promise<R>): Promise<{ ok: true; result: R } | { ok: false; failure: Refused }> {
  const tooLarge = tooLargeToRead(locals, request, 'file', RECEIVED_MOST_BYTES);
  if (tooLarge) return { ok: false, failure: tooLarge };
  const form = await request.formData();
  const sent = form.get('file');
  form.delete('file');
  return submit(locals, form, EvidenceInput, async (input) => work(input, sent instanceof File && sent.size > 0 ? { name: sent.name, bytes: new Uint8Array(await sent.arrayBuffer()) } : null));
}
