import { createAccount, grantRole } from '#server/modules/access/index.ts';
import { addPerson, createOrganisation, NewPerson, positionsOf, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, type TestInstallation } from '#server/testing/installation.ts';
import { getCampaignSheet, answerCampaignSheet, handInCampaignSheet } from './campaign-sheets.service.ts';
import { addCampaign, campaignVersions } from './campaigns.service.ts';
import { NewCampaign } from './campaigns.schemas.ts';
import { SheetAnswers } from './sheets.service.ts';

export interface Somebody {
  personId: string;
  actor: Actor & { kind: 'account' };
}

/** A library with a head, a methodist above it and as many people as are asked for, each with an account. */
export async function library(at: TestInstallation, names: readonly string[]) {
  const organisationId = await createOrganisation(at.system(), { kind: 'library', code: 'LIB5', name: localized('ru', 'Библиотека № 5'), country: 'KZ', timeZone: 'Asia/Almaty', parentId: at.organisationId });
  // Frameworks and posts of the classifier come with the first look at them.
  await campaignVersions(at.system());
  const positionId = (await positionsOf(at.system())).find(({ code }) => code === 'librarian')?.id;
  const accountOf = async (name: string, grants: Parameters<typeof account>[0]): Promise<Actor & { kind: 'account' }> => {
    const email = `a${newId().slice(-12)}@example.kz`;
    const accountId = await createAccount(at.system(), { email, name, password: newId(), verified: true });
    return { ...(account(grants, name) as Actor & { kind: 'account' }), accountId, email };
  };
  const add = async (familyName: string): Promise<Somebody> => {
    const personId = await addPerson(at.system(), NewPerson.parse({ familyName, givenName: 'Айгүл', post: { organisationId, positionId, fromDate: '2020-01-01' } }));
    const actor = await accountOf(`${familyName} Айгүл`, [{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: organisationId }]);
    await tiePersonToAccount(at.system(), personId, actor.accountId);
    return { personId, actor };
  };
  const people: Somebody[] = [];
  for (const name of names) people.push(await add(name));
  const head = await accountOf('Сауле Рахимова', [{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: organisationId }]);
  await grantRole(at.system(), { accountId: head.accountId, role: 'head', scopeKind: 'organisation', scopeId: organisationId });
  const organiser = await accountOf('Методист Центра', [{ role: 'methodist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]);
  return { organisationId, people, head, organiser, add };
}

/** A draft of a campaign of a library. */
export async function draftOf(ctx: Ctx, organisationId: string, more: Record<string, unknown> = {}): Promise<string> {
  const [version] = await campaignVersions(ctx);
  return addCampaign(ctx, NewCampaign.parse({ organisationId, versionId: version?.id, title: { ru: 'Оценка года' }, closesOn: '2026-06-20', kinds: ['head', 'peer', 'external', 'commission'], anonymous: ['peer', 'external'], minimumGroup: '3', remindFirst: '7', remindLast: '2', ...more }));
}

/** Says the same step of the first competencies, and hands in. */
export async function rate(ctx: Ctx, raterId: string, step: number, options: { count?: number; comment?: string } = {}): Promise<string[]> {
  const sheet = await getCampaignSheet(ctx, raterId);
  const ids = sheet.pages.flatMap(({ items }) => items.map(({ competencyId }) => competencyId)).slice(0, options.count ?? 2);
  await answerCampaignSheet(ctx, raterId, SheetAnswers.parse({ steps: Object.fromEntries(ids.map((id) => [id, String(step)])), comments: options.comment ? { [ids[0] ?? '']: options.comment } : {} }));
  await handInCampaignSheet(ctx, raterId);
  return ids;
}
