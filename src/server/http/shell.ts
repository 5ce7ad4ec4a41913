import type { Shell } from '#lib/ui/page.ts';
import { holds, readsAudit, readsOutbox } from '#server/modules/access/index.ts';
import { compareText } from '#lib/i18n/index.ts';
import { networksOf } from '#server/modules/people/index.ts';
import { readsFrameworks } from '#server/modules/competencies/index.ts';
import { keepsBank } from '#server/modules/assessment/index.ts';
import { readsRegister } from '#server/modules/credentials/index.ts';
import { readsFigures, readsOrganisations, readsPeople } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { RequestLocals } from './request.ts';

const MOST_NETWORKS = 10;

/** The other networks in which somebody holds a role, by name: one sign-in is good for all of them. Asks nothing of the database. */
async function otherNetworks({ actor, platform, place, locale }: RequestLocals): Promise<Shell['networks']> {
  if (actor.kind !== 'account' || actor.viewedBy) return [];
  const everywhere = actor.grants.some((grant) => grant.scopeKind === 'installation');
  const held = new Set(actor.grants.map((grant) => grant.networkId));
  if (!everywhere && [...held].every((id) => id === place.networkId)) return [];
  const byName = compareText(locale);
  return (await networksOf(platform))
    .filter(({ id }) => id !== place.networkId && (everywhere || held.has(id)))
    .map((network) => ({ name: textIn(network.name, locale) || network.slug, prefix: network.isDefault ? null : network.slug }))
    .sort((a, b) => byName(a.name, b.name))
    .slice(0, MOST_NETWORKS);
}

/** What the frame around every page shows. */
export async function shellOf(locals: RequestLocals): Promise<Shell> {
  const { actor, network, place } = locals;
  const grants = actor.kind === 'account' ? actor.grants.filter((g) => g.networkId === place.networkId || g.scopeKind === 'installation') : [];
  return {
    locale: locals.locale,
    networkName: network ? textIn(network.name, locals.locale) || network.slug : '',
    networkPrefix: locals.networkPrefix,
    demo: network?.isDemo ?? false,
    accountName: actor.kind === 'account' ? actor.name : null,
    networks: await otherNetworks(locals),
    looking: actor.kind === 'account' && actor.viewedBy ? { name: actor.name, until: actor.viewedBy.until.getTime() } : null,
    actsFor: actor.kind === 'account' ? (actor.onBehalfOf?.name ?? null) : null,
    may: {
      coordinate: grants.some((g) => ['coordinator', 'network_admin', 'system_admin'].includes(g.role)),
      administrate: holds(actor, ['network_admin', 'system_admin'], place),
      contribute: grants.some((g) => ['moderator', 'speaker'].includes(g.role)),
      readRegister: readsRegister(actor, place.networkId),
      readOutbox: readsOutbox(actor, place.networkId),
      readAudit: actor.kind === 'account' && readsAudit(actor, place.networkId),
      readPeople: readsPeople(actor, place.networkId),
      readOrganisations: actor.kind === 'account' && readsOrganisations(actor, place.networkId),
      readFrameworks: actor.kind === 'account' && readsFrameworks(actor, place.networkId),
      keepBank: actor.kind === 'account' && keepsBank(actor, place.networkId),
      readFigures: actor.kind === 'account' && readsFigures(actor, place.networkId),
    },
    path: locals.path,
    timeZone: network?.timeZone ?? 'UTC',
  };
}
