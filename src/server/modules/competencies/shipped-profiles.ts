import { positionsOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { findVersion } from './frameworks.queries.ts';
import { listItems } from './items.queries.ts';
import { refreshRequirements } from './requirements.ts';
import { insertLevels, insertProfilePositions, insertProfiles } from './profiles.queries.ts';
import { shippedProfiles } from './shipped.ts';

/** Copies the profiles of our own text beside a framework that was shipped just now, and ties them to the posts of the classifier. */
export async function storeShippedProfiles(tx: Ctx, at: { organisationId: string; frameworkId: string; versionId: string }): Promise<void> {
  const profiles = shippedProfiles();
  const scaleId = (await findVersion(tx, at.versionId))?.scaleId ?? null;
  const ids = new Map(profiles.map(({ key }) => [key, newId()]));
  const idOf = (key: string) => ids.get(key) ?? '';
  const competencies = new Map((await listItems(tx, at.versionId)).map(({ code, competencyId }) => [code, competencyId]));
  const positions = new Map((await positionsOf(tx)).map(({ code, id }) => [code, id]));
  await insertProfiles(
    tx,
    profiles.map(({ key, title, description, parent }) => ({ id: idOf(key), organisationId: at.organisationId, frameworkId: at.frameworkId, key, title, description, parentId: parent === null ? null : idOf(parent) })),
  );
  await insertLevels(
    tx,
    at.frameworkId,
    profiles.flatMap(({ key, levels }) =>
      Object.entries(levels).flatMap(([code, level]) => {
        const [least, preferred] = level === null ? [null, null] : typeof level === 'number' ? [level, level] : level;
        const competencyId = competencies.get(code);
        return competencyId ? [{ profileId: idOf(key), competencyId, least, preferred, scaleId: least === null ? null : scaleId }] : [];
      }),
    ),
  );
  await insertProfilePositions(
    tx,
    at.frameworkId,
    profiles.flatMap(({ key, positions: codes }) =>
      codes.flatMap((named) => {
        const [code = '', organisationKind = ''] = named.split('@');
        const positionId = positions.get(code);
        return positionId ? [{ profileId: idOf(key), positionId, organisationKind }] : [];
      }),
    ),
  );
  await refreshRequirements(tx, at.frameworkId);
}
