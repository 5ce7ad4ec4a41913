import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { fillShipped } from './frameworks.service.ts';
import { listPublished, type VersionRow } from './frameworks.queries.ts';
import { listPostProfiles, type RatedPerson } from './sheets.queries.ts';

/** The frameworks in use and the one that was chosen; without a wish the first that has a profile for the post of a person, or the first. Error `page.not_found`. */
export async function chosenFramework(ctx: Ctx, frameworkId: string | null, person?: Pick<RatedPerson, 'positionId' | 'organisationKind'>): Promise<{ published: VersionRow[]; version: VersionRow }> {
  await fillShipped(ctx);
  const published = await listPublished(ctx);
  const profiles = frameworkId === null && person?.positionId ? await listPostProfiles(ctx, person.positionId, person.organisationKind ?? '') : [];
  const version = frameworkId === null ? (published.find((one) => profiles.some((profile) => profile.frameworkId === one.frameworkId)) ?? published[0]) : published.find((one) => one.frameworkId === frameworkId);
  if (!version) throw notFound();
  return { published, version };
}
