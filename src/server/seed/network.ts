import { localized } from '#server/platform/text/index.ts';
import { createAccount, countAccounts, grantRole } from '#server/modules/access/index.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { readSetting, writeSetting } from '#server/platform/settings.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';

export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

export interface SeedOptions {
  seed: number;
  /** 1: the demo network as described; larger numbers multiply people and registrations. */
  size: number;
  /** One password for all demo accounts, random for each data folder. */
  password: string;
}

/** Fills an empty installation with the demo network; a second call gives back the accounts of the first. */
export async function seedDemo(platform: Platform, options: SeedOptions): Promise<DemoAccount[]> {
  const known = await readSetting<DemoAccount[]>(platform.db, 'demo_accounts');
  if (known) return known;
  if ((await countAccounts(platform.db)) > 0) return [];
  const networkId = await createNetwork(systemCtx(platform, '', 'seed'), {
    slug: 'pavlodar',
    name: localized({ kk: 'Павлодар облысының кітапханалары', ru: 'Библиотеки Павлодарской области', en: 'Libraries of Pavlodar region' }),
    country: 'KZ',
    defaultLocale: 'kk',
    timeZone: 'Asia/Almaty',
    dataLocation: localized({ kk: 'үлгі желі, осы компьютерде', ru: 'демонстрационная сеть, на этом компьютере', en: 'demo network, on this computer' }),
    isDemo: true,
    isDefault: true,
  });
  const ctx = systemCtx(platform, networkId, 'seed', 'kk');
  const centre = await createOrganisation(ctx, {
    kind: 'methodical_centre',
    code: 'PVL',
    name: localized({ kk: 'Облыстық әдістемелік орталық', ru: 'Областной методический центр', en: 'Regional methodical centre' }),
    country: 'KZ',
    settlement: localized({ kk: 'Павлодар', ru: 'Павлодар', en: 'Pavlodar' }),
    timeZone: 'Asia/Almaty',
  });
  const accounts: DemoAccount[] = [];
  const make = async (role: string, name: string, grant: Parameters<typeof grantRole>[1]) => {
    const email = `${role.replaceAll('_', '.')}@demo.sheberlik.example`;
    const accountId = await createAccount(ctx, { email, name, password: options.password, verified: true });
    await grantRole(ctx, { ...grant, accountId });
    accounts.push({ role, email, password: options.password });
  };
  await make('system_admin', 'Ержан Әлімов', { accountId: '', role: 'system_admin', scopeKind: 'installation', scopeId: null });
  await make('network_admin', 'Гүлнар Сейітова', { accountId: '', role: 'network_admin', scopeKind: 'network', scopeId: null });
  await make('coordinator', 'Айгүл Жұмабекова', { accountId: '', role: 'coordinator', scopeKind: 'organisation', scopeId: centre });
  await writeSetting(platform.db, 'demo_accounts', accounts, platform.clock.now());
  return accounts;
}
