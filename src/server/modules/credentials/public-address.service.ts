import { z } from 'zod';
import { accessAbilities } from '#server/modules/access/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { emit } from '#server/platform/outbox.ts';
import type { Platform } from '#server/platform/platform.ts';
import { readSettings, writeSetting } from '#server/platform/settings.ts';
import type { Series } from './credentials.tables.ts';
import { probePublicAddress, type ProbeProblem } from './public-address.probe.ts';

const NAMES = ['public_address', 'public_address_checked_at', 'public_address_problem', 'public_address_aliases'] as const;

export interface PublicAddress {
  /** `https://sheberlik.example.kz`; null until an administrator has set it. */
  address: string | null;
  /** When it last answered; an instant. */
  checkedAt: Date | null;
  /** What the last check found wrong, if it failed. The address stays in force: papers carry it. */
  problem: ProbeProblem | null;
  /** Former addresses, newest first: papers lead there, so they have to go on answering. */
  aliases: { address: string; problem: ProbeProblem | null }[];
}

interface Problems {
  [address: string]: ProbeProblem;
}

export async function readPublicAddress(ctx: Ctx): Promise<PublicAddress> {
  const settings = await readSettings(ctx.db, NAMES);
  const address = (settings.public_address as string | undefined) ?? null;
  const checkedAt = settings.public_address_checked_at as string | undefined;
  const problems = (settings.public_address_problem as Problems | undefined) ?? {};
  const aliases = (settings.public_address_aliases as string[] | undefined) ?? [];
  return {
    address,
    checkedAt: checkedAt ? new Date(checkedAt) : null,
    problem: address ? (problems[address] ?? null) : null,
    aliases: aliases.map((alias) => ({ address: alias, problem: problems[alias] ?? null })),
  };
}

/** The address that goes into the QR of a new certificate. Error: `issuing.no_public_address`. */
export async function issuingAddress(ctx: Ctx, series: Series): Promise<string> {
  if (series !== 'register') return ctx.platform.publicAddress();
  const { address, checkedAt } = await readPublicAddress(ctx);
  if (!address || !checkedAt) throw new AppError('issuing.no_public_address', 409);
  return address;
}

/** Whether certificates can be issued in this network at all; organisers see the reason before they begin. */
export async function issuingProblem(ctx: Ctx, isDemo: boolean): Promise<'issuing.no_public_address' | null> {
  if (isDemo) return null;
  const { address, checkedAt } = await readPublicAddress(ctx);
  return address && checkedAt ? null : 'issuing.no_public_address';
}

export const NewPublicAddress = z.object({ address: z.string({ error: 'field.required' }).trim().max(300, 'text.too_long') });

/** `HTTPS://Example.KZ/` → `https://example.kz`; null for anything that is more or less than an https address of a host. */
export function normalAddress(text: string): string | null {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash || url.pathname !== '/') return null;
  // A bare word or a number is not what stands on paper for decades; `localhost` is let through for trials behind a local proxy.
  return /\.[a-z][a-z0-9-]+$|^localhost$/i.test(url.hostname) ? url.origin : null;
}

/**
 * Sets the address that stands on papers. It is kept only when the installation reaches itself there; the former one stays as an alias
 * for check pages. Errors beside the field: `public_address.malformed` and those of the probe.
 */
export async function setPublicAddress(ctx: Ctx, input: z.output<typeof NewPublicAddress>): Promise<void> {
  needAdministrator(ctx);
  const address = normalAddress(input.address);
  if (!address) throw invalid('address', 'public_address.malformed');
  const problem = await probePublicAddress(ctx.platform, address);
  if (problem) throw invalid('address', problem);
  await inTransaction(ctx, async (tx) => {
    const before = await readPublicAddress(tx);
    const now = tx.clock.now();
    const former = [before.address, ...before.aliases.map((alias) => alias.address)].filter((old) => old !== null && old !== address);
    await writeSetting(tx.db, 'public_address', address, now);
    await writeSetting(tx.db, 'public_address_checked_at', now.toISOString(), now);
    await writeSetting(tx.db, 'public_address_aliases', [...new Set(former)], now);
    await writeSetting(tx.db, 'public_address_problem', problemsOf(before.aliases), now);
    await audit(tx, { act: 'public_address.changed', subjectType: 'installation', subjectId: null, data: { from: before.address, to: address } });
    await emit(tx, 'platform.public_address_changed', { address });
    tx.afterCommit.push(() => tx.platform.setPublicAddress(address));
  });
}

/** Looks again whether the address and its aliases lead here, and keeps what was found. */
export async function checkPublicAddress(ctx: Ctx): Promise<PublicAddress> {
  needAdministrator(ctx);
  const state = await readPublicAddress(ctx);
  if (!state.address) return state;
  const addresses = [state.address, ...state.aliases.map((alias) => alias.address)];
  const found = await Promise.all(addresses.map(async (address) => ({ address, problem: await probePublicAddress(ctx.platform, address) })));
  const now = ctx.clock.now();
  await inTransaction(ctx, async (tx) => {
    await writeSetting(tx.db, 'public_address_problem', problemsOf(found), now);
    if (found[0]?.problem === null) await writeSetting(tx.db, 'public_address_checked_at', now.toISOString(), now);
  });
  return readPublicAddress(ctx);
}

function problemsOf(found: readonly { address: string; problem: ProbeProblem | null }[]): Problems {
  const problems: Problems = {};
  for (const { address, problem } of found) if (problem) problems[address] = problem;
  return problems;
}

function needAdministrator(ctx: Ctx): void {
  if (!accessAbilities(ctx.actor, { networkId: ctx.networkId }).changePublicAddress.allowed) throw notFound();
}

/** Other processes of the installation hear of a new address through the outbox. */
export function followPublicAddress(event: { name: string; payload: Record<string, unknown> }, platform: Platform): void {
  if (event.name === 'platform.public_address_changed') platform.setPublicAddress(String(event.payload.address));
}
