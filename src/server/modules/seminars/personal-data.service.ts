import { forgetHolders } from '#server/modules/credentials/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { forgetAddresses } from '#server/platform/mail.ts';
import { emit } from '#server/platform/outbox.ts';
import { withdrawLinksFor } from '#server/modules/access/index.ts';
import { networksOf, profileOf } from '#server/modules/people/index.ts';
import { eraseAttendees, removeAttendees } from '#server/modules/rooms/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';
import { eraseCollectives, listMembers } from './collectives.queries.ts';
import { keptUntil } from './personal-links.ts';
import { getCollectiveFor, getRegistrationFor } from './registrations.access.ts';
import { eraseRegistrations, listRegistrationsByIds, updateStates } from './registrations.queries.ts';
import { ROOM_SUBJECT } from './session-rooms.ts';
import { listCollectivesOf, listEmptied, listExpired, listOldLists, listWithoutCertificate } from './upkeep.queries.ts';
import { momentOfEvent } from './registrations.access.ts';
import { countSeats, holdSeats } from './waiting.service.ts';

/** Everything about personal data of this module in one place: giving it out, erasing it, and erasing it in time. */

const DAY_MS = 86_400_000;
const BATCH = 200;

/** What is kept about the holder of a registration, for a file of her own. Times are ISO 8601 in UTC. */
export async function exportPersonalData(ctx: Ctx, registrationId: string): Promise<Record<string, unknown>> {
  const r = await getRegistrationFor(ctx, registrationId, 'exportData');
  await inTransaction(ctx, async (tx) => audit(tx, { act: 'registration.data_exported', subjectType: 'registration', subjectId: r.id, data: { eventId: r.eventId } }));
  return {
    registration: r.id,
    event: { id: r.eventId, title: textIn(r.event.title, ctx.locale), organisation: textIn(r.event.organisationName, ctx.locale) },
    state: r.state,
    name: r.name,
    nameConfirmedAt: r.nameConfirmedAt,
    email: r.email,
    country: r.country,
    organisation: r.organisation,
    position: r.position,
    role: r.role,
    certificateLanguage: r.certificateLocale,
    mailLanguage: r.mailLocale,
    timeZone: r.timeZone,
    notice: { version: r.noticeVersion, agreedAt: r.noticedAt },
    joinedToPerson: r.personId,
    registeredAt: r.createdAt,
    cancelledAt: r.cancelledAt,
    keptUntil: keptUntil(r.event, r.retentionDays),
  };
}

/** What is kept about a list: its contact person and the names she gave, for a file of her own. Times are ISO 8601 in UTC. */
export async function exportListData(ctx: Ctx, collectiveId: string): Promise<Record<string, unknown>> {
  const list = await getCollectiveFor(ctx, collectiveId, 'exportData');
  const members = await listMembers(ctx, list.id, 'all');
  await inTransaction(ctx, async (tx) => audit(tx, { act: 'collective.data_exported', subjectType: 'collective', subjectId: list.id, data: { eventId: list.eventId } }));
  return {
    collective: list.id,
    event: { id: list.eventId, title: textIn(list.event.title, ctx.locale), organisation: textIn(list.event.organisationName, ctx.locale) },
    state: list.state,
    contactName: list.contactName,
    contactEmail: list.contactEmail,
    mailLanguage: list.locale,
    country: list.country,
    organisation: list.organisation,
    settlement: list.settlement,
    rightToGiveNames: { version: list.rightTextVersion, statedAt: list.rightStatedAt },
    registeredAt: list.createdAt,
    keptUntil: keptUntil(list.event, list.retentionDays),
    namesWithoutCertificateKeptUntil: keptUntil(list.event, (await profileOf(ctx, list.country)).listRetentionDays.value),
    names: members.map((member) => ({
      line: member.line,
      name: member.name,
      position: member.position,
      email: member.email,
      state: member.state,
      certificateLanguage: member.certificateLocale,
    })),
  };
}

/**
 * Withdraws the consent: name, address, organisation and links go for good; country, state and minutes stay for the statistics, and a
 * certificate that was issued stays in the register, without an address. A place at an event to come is free again.
 */
export async function eraseRegistration(ctx: Ctx, id: string): Promise<void> {
  const { eventId } = await getRegistrationFor(ctx, id, 'erase');
  await inTransaction(ctx, async (tx) => {
    await eraseInEvent(tx, eventId, [id], 'request', async () => void (await getRegistrationFor(tx, id, 'erase')));
  });
}

/** Erases a list with its contact person. */
export async function eraseCollective(ctx: Ctx, id: string): Promise<void> {
  const { eventId } = await getCollectiveFor(ctx, id, 'erase');
  await inTransaction(ctx, async (tx) => {
    // Read under the lock: a name added this very moment goes too.
    const ids = async () => (await listMembers(tx, id, 'all')).map((member) => member.id);
    await eraseInEvent(tx, eventId, ids, 'request', async () => void (await getCollectiveFor(tx, id, 'erase', { lock: true })));
    await forgetCollectives(tx, [id], 'request');
  });
}

/** Erases registrations of one event under the lock of its seats; `check` asks again behind it. The caller has the right. */
export async function eraseInEvent(tx: Ctx, eventId: string, which: readonly string[] | (() => Promise<readonly string[]>), why: 'request' | 'retention', check?: () => Promise<void>): Promise<void> {
  const held = await holdSeats(tx, eventId);
  if (!held) throw notFound();
  await check?.();
  const ids = typeof which === 'function' ? await which() : which;
  const rows = (await listRegistrationsByIds(tx, eventId, ids)).filter((row) => row.erasedAt === null);
  const erased = rows.map((row) => row.id);
  const { state, over } = momentOfEvent(tx, held.event);
  // Who leaves before the end does not take part; afterwards the state is a figure of the statistics.
  if (!over && state !== 'completed') {
    const seated = rows.filter((row) => row.state === 'confirmed').map((row) => row.id);
    await updateStates(tx, rows.filter((row) => row.state !== 'declined' && row.state !== 'cancelled').map((row) => row.id), { state: 'cancelled', cancelledAt: tx.clock.now() });
    await countSeats(tx, held, -seated.length);
    await removeAttendees(tx, ROOM_SUBJECT, seated);
  }
  await eraseRegistrations(tx, erased);
  await eraseAttendees(tx, ROOM_SUBJECT, erased);
  await forgetAddresses(tx, 'registration', erased);
  await forgetHolders(tx, 'seminars.registration', erased);
  for (const id of erased) {
    await withdrawLinksFor(tx, 'registration', id);
    await audit(tx, { act: 'registration.erased', subjectType: 'registration', subjectId: id, data: { eventId, why } });
  }
  await emit(tx, 'seminars.registrations_changed', { eventId });
}

/** Erases the contact persons of lists; the caller has the right. */
export async function forgetCollectives(tx: Ctx, ids: readonly string[], why: 'request' | 'retention'): Promise<void> {
  await eraseCollectives(tx, ids);
  await forgetAddresses(tx, 'collective', ids);
  for (const id of ids) {
    await withdrawLinksFor(tx, 'collective', id);
    await audit(tx, { act: 'collective.erased', subjectType: 'collective', subjectId: id, data: { why } });
  }
}

/** Erases what has been kept as long as its notice promised. Every network; run daily. Returns how many registrations were erased. */
export async function eraseExpired(platform: Platform): Promise<number> {
  let count = 0;
  for (const network of await networksOf(platform)) {
    const ctx = systemCtx(platform, network.id, 'retention');
    for (;;) {
      const batch = await listExpired(ctx, ctx.clock.now(), BATCH);
      const [first] = batch;
      if (!first) break;
      const ids = batch.filter((row) => row.eventId === first.eventId).map((row) => row.id);
      await inTransaction(ctx, async (tx) => {
        const lists = await listCollectivesOf(tx, ids);
        await eraseInEvent(tx, first.eventId, ids, 'retention');
        await forgetCollectives(tx, await listEmptied(tx, lists), 'retention');
      });
      count += ids.length;
    }
  }
  return count;
}

/** Erases the names of lists that got no certificate within the time of their country. Every network; run daily. Returns how many names. */
export async function eraseLists(platform: Platform): Promise<number> {
  let count = 0;
  for (const network of await networksOf(platform)) {
    const ctx = systemCtx(platform, network.id, 'retention');
    const now = ctx.clock.now().getTime();
    for (const list of await listOldLists(ctx, ctx.clock.now(), 1000)) {
      if (list.since.getTime() + (await profileOf(ctx, list.country)).listRetentionDays.value * DAY_MS > now) continue;
      count += await inTransaction(ctx, async (tx) => {
        const ids = await listWithoutCertificate(tx, list.id);
        if (ids.length > 0) await eraseInEvent(tx, list.eventId, ids, 'retention');
        await forgetCollectives(tx, await listEmptied(tx, [list.id]), 'retention');
        return ids.length;
      });
    }
  }
  return count;
}
