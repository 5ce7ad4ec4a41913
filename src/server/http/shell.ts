import type { Shell } from '#lib/ui/page.ts';
import { holds, readsOutbox } from '#server/modules/access/index.ts';
import { readsRegister } from '#server/modules/credentials/index.ts';
import { readsOrganisations, readsPeople } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { RequestLocals } from './request.ts';

/** What the frame around every page shows. */
export function shellOf(locals: RequestLocals): Shell {
  const { actor, network, place } = locals;
  const grants = actor.kind === 'account' ? actor.grants.filter((g) => g.networkId === place.networkId || g.scopeKind === 'installation') : [];
  return {
    locale: locals.locale,
    networkName: network ? textIn(network.name, locals.locale) || network.slug : '',
    networkPrefix: locals.networkPrefix,
    demo: network?.isDemo ?? false,
    accountName: actor.kind === 'account' ? actor.name : null,
    may: {
      coordinate: grants.some((g) => ['coordinator', 'network_admin', 'system_admin'].includes(g.role)),
      administrate: holds(actor, ['network_admin', 'system_admin'], place),
      contribute: grants.some((g) => ['moderator', 'speaker'].includes(g.role)),
      readRegister: readsRegister(actor, place.networkId),
      readOutbox: readsOutbox(actor, place.networkId),
      readPeople: readsPeople(actor, place.networkId),
      readOrganisations: actor.kind === 'account' && readsOrganisations(actor, place.networkId),
    },
    path: locals.path,
    timeZone: network?.timeZone ?? 'UTC',
  };
}
