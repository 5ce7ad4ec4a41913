import { z } from 'zod';
import { ORGANISATION_KINDS, positionsOf, listOrganisationsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { optionalText, requiredText, versionNumber } from '#server/platform/fields.ts';
import { isId, newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { frameworkAbilities, profileAbilities, readsFrameworks } from './competencies.policy.ts';
import { fillShipped } from './frameworks.service.ts';
import { findPublished, listVersions, type VersionRow } from './frameworks.queries.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { heirsOf, resolveProfile, type Resolved } from './profile.rule.ts';
import { insertProfiles, listLevels, listProfilePositions, listProfiles, lockProfiles, replaceLevels, replaceProfilePositions, setProfileRetired, updateProfile, type LevelRow, type ProfileRow } from './profiles.queries.ts';
import { levelsByProfile, refreshRequirements } from './requirements.ts';
import { hasOpenSelfSheet } from './sheets.queries.ts';
import { recountFramework } from './summary.service.ts';

const none = (value: unknown) => (value === '' || value === undefined ? null : value);
/** `inherit`, `no`, a step, or a range `1-3`. */
const asked = z.string().regex(/^(inherit|no|\d{1,2}(-\d{1,2})?)$/, 'profile.level_malformed');
const fields = {
  title: requiredText(null, 200),
  description: optionalText(2000, true),
  parentId: z.preprocess(none, z.uuid('choice.missing').nullable()),
  /** By the id of the competency. */
  levels: z.record(z.uuid(), asked).default({}),
  /** Posts it is for: `<position>` or `<position>@<kind of organisation>`. */
  positions: z
    .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().regex(/^[0-9a-f-]{36}(@[a-z_]+)?$/, 'choice.missing')).max(100).default([]))
    .transform((list) => [...new Set(list)]),
};
export const NewProfile = z.object({ ...fields, organisationId: z.uuid('choice.missing'), frameworkId: z.uuid('choice.missing') });
export type NewProfile = z.output<typeof NewProfile>;
export const ProfileInput = z.object({ ...fields, version: versionNumber });
export type ProfileInput = z.output<typeof ProfileInput>;

export interface ProfileLine {
  id: string;
  title: LocalizedText;
  description: LocalizedText;
  parentTitle: LocalizedText | null;
  frameworkId: string;
  isRetired: boolean;
  /** How many competencies it asks for, and how many it leaves out on purpose. */
  asked: number;
  left: number;
  positions: { name: LocalizedText; organisationKind: string }[];
  may: ReturnType<typeof profileAbilities>;
}

const placeOf = (ctx: Ctx, { path }: Pick<ProfileRow, 'path'>) => ({ networkId: ctx.networkId, organisationPath: path });
const abilitiesOf = (ctx: Ctx, row: ProfileRow) => profileAbilities(ctx.actor, placeOf(ctx, row), row);

/** What posts ask, by framework. Error `page.not_found` for whoever has no role in the network. */
export async function listProfilesFor(ctx: Ctx, frameworkId: string | null = null): Promise<ProfileLine[]> {
  if (!readsFrameworks(ctx.actor, ctx.networkId)) throw notFound();
  await fillShipped(ctx);
  const rows = await listProfiles(ctx, frameworkId);
  const profiles = new Map(rows.map((row) => [row.id, row]));
  const frameworks = [...new Set(rows.map((row) => row.frameworkId))];
  const versions = await listVersions(ctx);
  const scaleOf = (id: string) => versions.find((one) => one.frameworkId === id && one.state === 'published')?.scaleId ?? null;
  const levels = new Map((await Promise.all(frameworks.map(async (id) => [...levelsByProfile(await listLevels(ctx, id), scaleOf(id))]))).flat());
  const positions = new Map((await positionsOf(ctx)).map(({ id, name }) => [id, name]));
  const tied = await listProfilePositions(ctx, frameworkId);
  return rows.map((row) => {
    const resolved = [...resolveProfile(profiles, levels, row.id).values()];
    return {
      ...{ id: row.id, title: row.title, description: row.description, frameworkId: row.frameworkId },
      parentTitle: row.parentId ? (profiles.get(row.parentId)?.title ?? null) : null,
      isRetired: row.retiredAt !== null,
      asked: resolved.filter((one) => one.asked !== null).length,
      left: resolved.filter((one) => one.asked === null).length,
      positions: tied.filter(({ profileId }) => profileId === row.id).flatMap(({ positionId, organisationKind }) => {
        const name = positions.get(positionId);
        return name ? [{ name, organisationKind }] : [];
      }),
      may: abilitiesOf(ctx, row),
    };
  });
}

export interface ProfileDetail {
  profile: ProfileRow;
  version: VersionRow | null;
  /** The tree of the version in use. */
  items: ItemRow[];
  resolved: Map<string, Resolved>;
  /** What the profile itself says; what is missing is inherited. */
  own: Map<string, LevelRow>;
  /** How many levels it says on a scale that is not in use any more: they ask for nothing until they are set anew. */
  former: number;
  /** The actor is rating herself in this framework: what is asked is shown to her when she has handed that in. */
  isHidden: boolean;
  /** What it would inherit: what stands above it says. */
  inherited: Map<string, Resolved>;
  titles: Map<string, LocalizedText>;
  positions: { positionId: string; organisationKind: string }[];
  /** Profiles it may inherit from: all but itself and its heirs. */
  parents: { id: string; title: LocalizedText }[];
  may: ReturnType<typeof profileAbilities>;
}

/** One profile, with what it says itself and what it inherits. Error `page.not_found`. */
export async function getProfileFor(ctx: Ctx, profileId: string): Promise<ProfileDetail> {
  const row = isId(profileId) ? (await listProfiles(ctx, null)).find(({ id }) => id === profileId) : undefined;
  if (!row || !abilitiesOf(ctx, row).read.allowed) throw notFound();
  const all = await listProfiles(ctx, row.frameworkId);
  const profiles = new Map(all.map((one) => [one.id, one]));
  const version = (await findPublished(ctx, row.frameworkId)) ?? null;
  const said = await listLevels(ctx, row.frameworkId);
  const levels = levelsByProfile(said, version?.scaleId ?? null);
  const may = abilitiesOf(ctx, row);
  // Whoever rates herself says what she does, not what is wanted of her post.
  const isHidden = !may.edit.allowed && ctx.actor.kind === 'account' && (await hasOpenSelfSheet(ctx, ctx.actor.accountId, row.frameworkId));
  if (isHidden) levels.clear();
  const heirs = heirsOf(all, row.id);
  return {
    profile: row,
    version,
    items: version ? (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null) : [],
    resolved: resolveProfile(profiles, levels, row.id),
    isHidden,
    former: said.filter((one) => one.profileId === row.id && version !== null && one.scaleId !== null && one.scaleId !== version.scaleId).length,
    own: new Map((levels.get(row.id) ?? []).map((level) => [level.competencyId, level])),
    inherited: row.parentId ? resolveProfile(profiles, levels, row.parentId) : new Map(),
    titles: new Map(all.map(({ id, title }) => [id, title])),
    positions: (await listProfilePositions(ctx, row.frameworkId)).filter((one) => one.profileId === row.id),
    // The one it inherits from stays a choice when it is out of use, or saving anything else would cut the tie.
    parents: all.filter(({ id, retiredAt }) => !heirs.includes(id) && (retiredAt === null || id === row.parentId)).map(({ id, title }) => ({ id, title })),
    may,
  };
}

/** Reads the levels of a form against the scale and tree in use. Problems stand beside the competency. */
function levelsOf(input: Pick<ProfileInput, 'levels'>, profileId: string, version: VersionRow, items: readonly ItemRow[]): LevelRow[] {
  const steps = version.steps.map(({ step }) => step);
  const known = new Set(items.filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId));
  return Object.entries(input.levels).flatMap(([competencyId, said]): LevelRow[] => {
    if (said === 'inherit' || !known.has(competencyId)) return [];
    if (said === 'no') return [{ profileId, competencyId, least: null, preferred: null, scaleId: null }];
    const [least = 0, preferred = least] = said.split('-').map(Number);
    if (!steps.includes(least) || !steps.includes(preferred) || preferred < least) throw invalid(`levels.${competencyId}`, 'profile.level_not_on_scale');
    return [{ profileId, competencyId, least, preferred, scaleId: version.scaleId }];
  });
}

async function positionsFor(tx: Ctx, profileId: string, frameworkId: string, wanted: readonly string[]) {
  const known = new Set((await positionsOf(tx)).map(({ id }) => id));
  const rows = wanted.map((named) => {
    const [positionId = '', organisationKind = ''] = named.split('@');
    return { profileId, positionId, organisationKind };
  });
  const isKind = (kind: string) => kind === '' || (ORGANISATION_KINDS as readonly string[]).includes(kind);
  if (rows.some(({ positionId, organisationKind }) => !known.has(positionId) || !isKind(organisationKind))) throw invalid('positions', 'choice.missing');
  const taken = (await listProfilePositions(tx, frameworkId)).filter((one) => one.profileId !== profileId);
  if (rows.some((row) => taken.some((one) => one.positionId === row.positionId && one.organisationKind === row.organisationKind))) throw invalid('positions', 'profile.position_taken');
  return rows;
}

/** A new profile of a framework. Errors: `choice.missing`, `profile.level_not_on_scale`, `profile.position_taken` beside the fields, `page.not_found`. */
export async function addProfile(ctx: Ctx, input: NewProfile): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const organisations = await listOrganisationsOf(tx);
    const keeps = (path: string[]) => frameworkAbilities(tx.actor, { networkId: tx.networkId, organisationPath: path }).keep.allowed;
    if (!organisations.some(({ path }) => keeps(path))) throw notFound();
    const organisation = organisations.find(({ id }) => id === input.organisationId);
    if (!organisation || !keeps(organisation.path)) throw invalid('organisationId', 'choice.missing');
    await lockProfiles(tx, input.frameworkId);
    const version = await findPublished(tx, input.frameworkId);
    if (!version) throw invalid('frameworkId', 'choice.missing');
    if (input.parentId && !(await listProfiles(tx, input.frameworkId)).some(({ id }) => id === input.parentId)) throw invalid('parentId', 'choice.missing');
    const id = newId();
    const { organisationId, frameworkId, title, description, parentId } = input;
    await insertProfiles(tx, [{ id, organisationId, frameworkId, key: null, title, description, parentId }]);
    await write(tx, version, id, input);
    await audit(tx, { act: 'profile.added', subjectType: 'profile', subjectId: id, data: {} });
    return id;
  });
}

async function write(tx: Ctx, version: VersionRow, id: string, input: Pick<ProfileInput, 'levels' | 'positions'>): Promise<void> {
  const { frameworkId } = version;
  const items = await listItems(tx, version.id);
  const named = items.filter(({ kind, retiredAt }) => kind === 'competency' && retiredAt === null).map(({ competencyId }) => competencyId);
  const levels = levelsOf(input, id, version, items);
  // Levels on a former scale stay until they are set anew; the form that shows none for them sends "inherits".
  const former = new Set((await listLevels(tx, frameworkId)).filter((one) => one.profileId === id && one.scaleId !== null && one.scaleId !== version.scaleId).map(({ competencyId }) => competencyId));
  const kept = named.filter((competencyId) => former.has(competencyId) && !levels.some((one) => one.competencyId === competencyId));
  await replaceLevels(tx, frameworkId, id, named.filter((competencyId) => !kept.includes(competencyId)), levels);
  await replaceProfilePositions(tx, frameworkId, id, await positionsFor(tx, id, frameworkId, input.positions));
  await refreshRequirements(tx, frameworkId);
  await recountFramework(tx, frameworkId);
}

/** Changes a profile; whoever inherits from it changes with it. Errors: those of {@link addProfile}, `profile.below_itself`, `profile.retired`, `record.changed_meanwhile`. */
export async function changeProfile(ctx: Ctx, profileId: string, input: ProfileInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await lockedProfile(tx, profileId);
    const { edit } = abilitiesOf(tx, row);
    if (!edit.allowed) throw edit.reason === 'profile_retired' ? new AppError('profile.retired', 409) : notFound();
    const all = await listProfiles(tx, row.frameworkId);
    if (input.parentId && !all.some(({ id }) => id === input.parentId)) throw invalid('parentId', 'choice.missing');
    if (input.parentId && heirsOf(all, row.id).includes(input.parentId)) throw invalid('parentId', 'profile.below_itself');
    const version = await findPublished(tx, row.frameworkId);
    if (!version) throw new AppError('profile.framework_retired', 409);
    if (!(await updateProfile(tx, row.id, input.version, input))) throw conflict();
    await write(tx, version, row.id, input);
    await audit(tx, { act: 'profile.changed', subjectType: 'profile', subjectId: row.id, data: {} });
  });
}

async function lockedProfile(tx: Ctx, profileId: string): Promise<ProfileRow> {
  const found = isId(profileId) ? (await listProfiles(tx, null)).find(({ id }) => id === profileId) : undefined;
  if (!found) throw notFound();
  await lockProfiles(tx, found.frameworkId);
  const row = (await listProfiles(tx, found.frameworkId)).find(({ id }) => id === profileId);
  if (!row) throw notFound();
  return row;
}

/** Takes a profile out of use, or brings it back. Who inherits from it goes on inheriting. Errors: `page.not_found`. */
export async function setProfileInUse(ctx: Ctx, profileId: string, isInUse: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await lockedProfile(tx, profileId);
    const may = abilitiesOf(tx, row);
    if (!(isInUse ? may.revive : may.edit).allowed) throw notFound();
    await setProfileRetired(tx, row.id, isInUse ? null : tx.clock.now());
    if (!isInUse) await replaceProfilePositions(tx, row.frameworkId, row.id, []);
    await refreshRequirements(tx, row.frameworkId);
    await recountFramework(tx, row.frameworkId);
    await audit(tx, { act: isInUse ? 'profile.revived' : 'profile.retired', subjectType: 'profile', subjectId: row.id, data: {} });
  });
}
