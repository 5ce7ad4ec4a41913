import type { PlainMessageKey } from '#lib/i18n/index.ts';
import type { Shell } from '#lib/ui/page.ts';

export interface HubLink {
  path: string;
  title: PlainMessageKey;
  text: PlainMessageKey;
}

/** Whoever looks at the hub: what the shell knows of her, and her own record in the registry. */
export interface HubReader {
  may: Shell['may'];
  ownPersonId: string | null;
  /** Keeps frameworks or profiles somewhere. */
  keeps: boolean;
  /** Reviews evidence of somebody. */
  reviews: boolean;
  /** Answers for the growth of somebody. */
  heads: boolean;
  /** Runs campaigns for people of some organisation. */
  runsCampaigns: boolean;
}

/** The pages about competencies that are open to a reader, by what they are for; groups without a page are left out. */
export function hubGroups({ may, ownPersonId, keeps, reviews, heads, runsCampaigns }: HubReader): { title: PlainMessageKey; links: HubLink[] }[] {
  const link = (when: unknown, path: string, title: PlainMessageKey, text: PlainMessageKey): HubLink[] => (when ? [{ path, title, text }] : []);
  const own = `/people/${ownPersonId ?? ''}`;
  return [
    {
      title: 'competencies.hub.mine' as const,
      links: [
        ...link(ownPersonId, `${own}/competencies`, 'competencies.hub.own', 'competencies.hub.own_text'),
        ...link(ownPersonId, `${own}/competencies/gaps`, 'offers.gaps.title', 'offers.gaps.purpose_own'),
        ...link(ownPersonId, `${own}/competencies/evidence`, 'evidence.title', 'evidence.hub_text'),
        ...link(true, '/offers', 'offers.title', 'offers.purpose'),
        ...link(ownPersonId, `${own}/plan`, 'plans.own_link', 'plans.purpose'),
        ...link(true, '/campaigns', 'campaigns.own.title', 'campaigns.hub.own_text'),
        ...link(true, '/tests', 'competencies.hub.tests', 'competencies.hub.tests_text'),
      ],
    },
    {
      title: 'competencies.hub.people' as const,
      links: [
        ...link(may.readPeople, '/people', 'competencies.hub.registry', 'competencies.hub.registry_text'),
        ...link(reviews, '/evidence', 'evidence.waiting.title', 'evidence.waiting.purpose'),
        ...link(heads, '/plans', 'plans.list_title', 'plans.list_purpose'),
        ...link(runsCampaigns, '/manage/campaigns', 'campaigns.list.title', 'campaigns.hub.manage_text'),
        ...link(may.readFigures, '/competencies/map', 'growth.map.title', 'growth.hub.map_text'),
        ...link(may.readFigures, '/competencies/coverage', 'growth.coverage.title', 'growth.hub.coverage_text'),
        ...link(may.readFigures, '/competencies/compare', 'growth.compare.title', 'growth.hub.compare_text'),
        ...link(may.readFrameworks, '/competencies/experts', 'growth.experts.title', 'growth.hub.experts_text'),
      ],
    },
    {
      title: 'competencies.hub.ground' as const,
      links: [
        ...link(may.readFrameworks, '/frameworks', 'competencies.hub.frameworks', 'competencies.hub.frameworks_text'),
        ...link(may.readFrameworks, '/manage/profiles', 'competencies.hub.profiles', 'competencies.hub.profiles_text'),
        ...link(keeps, '/manage/frameworks', 'competencies.hub.keep', 'competencies.hub.keep_text'),
        ...link(may.keepBank, '/manage/items', 'competencies.hub.bank', 'competencies.hub.bank_text'),
      ],
    },
  ].filter(({ links }) => links.length > 0);
}
