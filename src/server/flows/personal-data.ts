import { accountNames, findAccount, findAccountIdByEmail, ownerOf } from '#server/modules/access/index.ts';
import { networkOf, ownPersonId, subjectOf, viewsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { listPersonalDataSources, type DataSection, type DataSubject } from '#server/platform/personal-data.ts';
import { jsonValue, sectionInWords, type ShownSection } from './personal-data-words.ts';

/** Of the addresses of a record those by which nobody else signs in: everybody writes her own contacts. */
async function notOfOthers(ctx: Ctx, addresses: readonly string[], accountId: string | null): Promise<string[]> {
  const kept: string[] = [];
  for (const address of addresses) if ([null, accountId].includes(await findAccountIdByEmail(ctx, address))) kept.push(address);
  return kept;
}

/**
 * Who somebody is to all modules: her record and account, and the ids under which tier by tier she is known. Asks no rights. To be told of
 * herself (`isAsking`) she has to have proven an address: what she wrote into her record opens nobody's data.
 */
export async function dataSubject(ctx: Ctx, who: { personId: string | null; accountId: string | null }, isAsking = false): Promise<DataSubject> {
  const record = who.personId ? await subjectOf(ctx, who.personId) : null;
  const accountId = record?.accountId ?? who.accountId;
  const account = accountId ? await findAccount(ctx.db, accountId) : null;
  const recorded = isAsking ? [] : await notOfOthers(ctx, record?.addresses ?? [], accountId);
  const signsInBy = account?.email && (account.email_verified || !isAsking) ? [account.email.toLowerCase()] : [];
  const traces = new Map<string, readonly string[]>();
  const [given, ...rest] = account ? account.name.trim().split(/\s+/) : [];
  const known: DataSubject = {
    personIds: record?.personIds ?? [],
    accountId,
    // An account has one line for the name; both orders are usual.
    names: [...(record?.names ?? []), ...(account && given && rest.length > 0 ? [{ family: rest.join(' '), given }] : [])],
    addresses: [...new Set([...recorded, ...signsInBy])],
    traces,
  };
  for (const source of listPersonalDataSources()) {
    for (const [type, ids] of Object.entries((await source.trace?.(ctx, known)) ?? {})) traces.set(type, [...(traces.get(type) ?? []), ...ids]);
  }
  return known;
}

/** Who the actor is to all modules, as far as she has proven it. */
export async function ownSubject(ctx: Ctx): Promise<DataSubject> {
  const { accountId } = ownerOf(ctx);
  return dataSubject(ctx, { accountId, personId: await ownPersonId(ctx) }, true);
}

async function described(ctx: Ctx, subject: DataSubject): Promise<{ source: string; section: DataSection }[]> {
  const found: { source: string; section: DataSection }[] = [];
  for (const source of listPersonalDataSources()) {
    for (const section of await source.describe(ctx, subject)) if (section.items.length > 0) found.push({ source: source.name, section });
  }
  return found;
}

/** Everything held about the actor in this network, as a file for programs. That it was taken is noted. */
export async function ownDataFile(ctx: Ctx): Promise<Record<string, unknown>> {
  const sections = await described(ctx, await ownSubject(ctx));
  await noteExport(ctx);
  const network = await networkOf(ctx);
  const held: Record<string, Record<string, unknown>> = {};
  for (const { source, section } of sections) {
    (held[source] ??= {})[section.id] = section.items.map((item) => Object.fromEntries(item.map(({ key, value }) => [key, jsonValue(value)])));
  }
  return { network: network.slug, madeAt: ctx.clock.now().toISOString(), held };
}

/** The same in words of the reader's language. */
export async function ownDataInWords(ctx: Ctx): Promise<ShownSection[]> {
  const { timeZone } = await networkOf(ctx);
  const sections = await described(ctx, await ownSubject(ctx));
  return sections.map(({ source, section }) => sectionInWords(ctx.locale, timeZone, source, section));
}

/** For the paper: as `ownDataInWords`, noted as taken. */
export async function ownDataOnPaper(ctx: Ctx): Promise<ShownSection[]> {
  const sections = await ownDataInWords(ctx);
  await noteExport(ctx);
  return sections;
}

async function noteExport(ctx: Ctx): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, (tx) => audit(tx, { act: 'account.data_exported', subjectType: 'account', subjectId: accountId }));
}

/** Who looked at the actor's card, newest first; null for an account without a record in this network. */
export async function ownViews(ctx: Ctx): Promise<{ who: string; hour: Date }[] | null> {
  const subject = await ownSubject(ctx);
  if (subject.personIds.length === 0) return null;
  const views = await viewsOf(ctx, subject.personIds);
  const names = await accountNames(ctx, views.map(({ accountId }) => accountId));
  return views.map(({ accountId, hour }) => ({ who: names.get(accountId) ?? '', hour }));
}

/** Takes somebody out of every module, in the transaction of the caller, who has the right. What must stay stays without her name. */
export async function eraseSubject(tx: Ctx, subject: DataSubject): Promise<void> {
  for (const source of listPersonalDataSources()) await source.erase(tx, subject);
}
