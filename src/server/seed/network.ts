import { localized } from '#server/platform/text/index.ts';
import { createAccount, countAccounts, giveRoleAt, grantRole, invite, tellToday, type Role, type ScopeKind } from '#server/modules/access/index.ts';
import { keepMonths } from '#server/modules/competencies/index.ts';
import { createNetwork, createOrganisation, tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { readSetting, writeSetting } from '#server/platform/settings.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { seedOrganisations } from './organisations.ts';
import { seedCampaigns } from './campaigns.ts';
import { seedCertificates, seedCourse } from './certificates.ts';
import { seedCollectives } from './collectives.ts';
import { seedFirstDay } from './first-day.ts';
import { seedFrameworks } from './frameworks.ts';
import { seedConfirmedNames, seedParticipants, type SeededParticipant } from './participants.ts';
import { markMailsSent, quietly, refreshStatistics } from './quiet.ts';
import { createRandom, type Random } from './random.ts';
import { seedOpenReport } from './open-report.ts';
import { seedConsents } from './consents.ts';
import { seedGrowth } from './growth.ts';
import { seedLearning } from './learning.ts';
import { seedPlans } from './plans.ts';
import { seedRegistryLife } from './registry-life.ts';
import { seedSeminar, type SeededSeminar } from './seminar.ts';
import { seedPartnerTemplate, seedTemplates } from './templates.ts';
import { seedTests } from './tests.ts';
import { seedDraft, seedWebinar } from './webinar.ts';

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
  const accounts: DemoAccount[] = [];
  await seedPavlodar(platform, options, accounts);
  await seedBishkek(platform, options, accounts);
  await writeSetting(platform.db, 'demo_accounts', accounts, platform.clock.now());
  return accounts;
}

const emailOf = (role: string) => `${role.replaceAll('_', '.')}@demo.sheberlik.example`;

async function addAccount(
  ctx: Ctx,
  accounts: DemoAccount[],
  account: { role: string; name: string; password: string },
  grant: { role: Role; scopeKind: ScopeKind; scopeId: string | null },
): Promise<string> {
  const email = emailOf(account.role);
  const accountId = await createAccount(ctx, { email, name: account.name, password: account.password, verified: true });
  await grantRole(ctx, { ...grant, accountId });
  accounts.push({ role: account.role, email, password: account.password });
  return accountId;
}

interface EventWish {
  organisationId: string;
  timeZone: string;
  host: string;
  count: number;
  /** Reading rooms that registered lists: the seed of their names; none without it. */
  lists?: number;
  /** Addresses of speakers and moderators, by name. */
  emails?: Readonly<Record<string, string>>;
  /** Who issued the certificates; without it nobody in particular. */
  issuer?: Actor;
  /** What else is prepared in the same transaction. */
  more?: (past: Ctx, seminar: SeededSeminar, participants: SeededParticipant[]) => Promise<void>;
}

/** An event from its preparation 40 days ago to the certificates of its first day, which was yesterday. */
async function seedEvent(ctx: Ctx, random: Random, input: EventWish): Promise<SeededSeminar> {
  const now = ctx.platform.clock.now();
  // In one transaction: a demo is whole or not there, and a thousand commits need not wait for the disk.
  return inTransaction(quietly(ctx), async (past) => {
    // Prepared and published weeks ago, so that nothing lies in the past of its own making.
    const prepared = { ...past, clock: offsetClock(now.getTime() - Date.now() - 40 * 24 * 3600_000) };
    const seminar = await seedSeminar(prepared, { organisationId: input.organisationId, now, timeZone: input.timeZone, emails: input.emails ?? {} });
    const participants = await seedParticipants(past, random, { eventId: seminar.eventId, now, count: input.count, host: input.host });
    await seedFirstDay(past, random, { sessionId: seminar.sessionIds[0], participants, timeZone: input.timeZone });
    await seedConfirmedNames(past, random, participants);
    if (input.lists !== undefined) await seedCollectives(past, input.lists, { eventId: seminar.eventId, sessionId: seminar.sessionIds[0], host: input.host });
    await refreshStatistics(past);
    await seedCertificates({ ...past, actor: input.issuer ?? past.actor }, seminar.eventId);
    await input.more?.(past, seminar, participants);
    await markMailsSent(past);
    return seminar;
  });
}

async function seedPavlodar(platform: Platform, options: SeedOptions, accounts: DemoAccount[]): Promise<void> {
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
  const random = createRandom(options.seed);
  const { centreId, systemIds, libraryIds, staff } = await seedOrganisations(ctx, random, options.size);
  const { password } = options;
  const timeZone = 'Asia/Almaty';
  await addAccount(ctx, accounts, { role: 'system_admin', name: 'Ержан Әлімов', password }, { role: 'system_admin', scopeKind: 'installation', scopeId: null });
  await addAccount(ctx, accounts, { role: 'network_admin', name: 'Гүлнар Сейітова', password }, { role: 'network_admin', scopeKind: 'network', scopeId: null });
  const coordinator = { name: 'Айгүл Жұмабекова', grant: { role: 'coordinator', scopeKind: 'organisation', scopeId: centreId } as const };
  const coordinatorId = await addAccount(ctx, accounts, { role: 'coordinator', name: coordinator.name, password }, coordinator.grant);
  // The fourth system is a district: its methodist, and two people who are in the registry themselves.
  await addAccount(ctx, accounts, { role: 'methodist', name: 'Сәуле Рахымова', password }, { role: 'methodist', scopeKind: 'organisation', scopeId: systemIds[3] ?? centreId });
  const workers: Partial<Record<'head' | 'specialist', Actor>> = {};
  for (const role of ['head', 'specialist'] as const) {
    const worker = staff[role];
    const accountId = await addAccount(ctx, accounts, { role, name: worker.name, password }, { role, scopeKind: 'organisation', scopeId: worker.organisationId });
    await tiePersonToAccount(ctx, worker.personId, accountId);
    workers[role] = { kind: 'account', accountId, name: worker.name, email: emailOf(role), grants: [{ role, networkId, scopeKind: 'organisation', scopeId: worker.organisationId }] };
  }
  const issuer = { kind: 'account', accountId: coordinatorId, name: coordinator.name, email: emailOf('coordinator'), grants: [{ ...coordinator.grant, networkId }] } as const;
  await seedRegistryLife(ctx, issuer, staff.centre);
  await seedConsents(ctx, issuer, staff.centre);
  await seedTemplates(ctx, issuer, centreId);
  // A stream of chance of its own: the rest of the network stays the same.
  await seedGrowth(ctx, createRandom(options.seed + 11), platform.clock.now());
  await seedPlans(ctx, issuer, platform.clock.now(), timeZone);
  const [systemId] = systemIds;
  if (systemId && workers.head && workers.specialist) {
    const { head, specialist } = staff;
    // Where the two work, and other libraries of the same system.
    const libraries = [...new Set([head.organisationId, specialist.organisationId, ...libraryIds])].slice(0, 6);
    await seedCampaigns(ctx, { random: createRandom(options.seed + 13), now: platform.clock.now(), timeZone, issuer, organisationId: systemId, libraryIds: libraries, head: { personId: head.personId, actor: workers.head }, specialist: { personId: specialist.personId, actor: workers.specialist } });
  }
  // A year of months, so that there is something to compare; after everything that was rated in them.
  await keepMonths(ctx);
  await seedFrameworks(ctx, issuer);
  await seedTests(ctx, issuer, { seed: options.seed + 11, librarians: staff.librarians, head: staff.head.personId, specialist: staff.specialist.personId });
  // The head goes on leave in two weeks: somebody stands in for her, from one day to another.
  const from = addDays(localDate(ctx.clock.now(), timeZone), 14);
  await giveRoleAt(ctx, staff.head.organisationId, { person: staff.specialist.personId, role: 'head', from, until: addDays(from, 20) });
  const { eventId } = await seedEvent(ctx, random, {
    organisationId: centreId,
    timeZone,
    host: 'KZ',
    count: 400 * options.size,
    lists: options.seed,
    issuer,
    emails: { 'Жұмабекова Айгүл Серікқызы': emailOf('coordinator'), 'Нұрғалиева Шолпан Асқарқызы': emailOf('moderator'), 'Воронова Елена Михайловна': emailOf('speaker') },
    more: async (past, { sessionIds: [sessionId] }, participants) => {
      // A stream of chance of its own: the seminar stays the same whatever is added beside it.
      const aside = createRandom(options.seed + 7);
      const where = { organisationId: centreId, timeZone, now: platform.clock.now() };
      await seedOpenReport(past, { sessionId, participants, timeZone });
      await seedWebinar(past, aside, where);
      await seedDraft(past, where);
      if (workers.head && workers.specialist) await seedLearning(past, issuer, where, { head: { personId: staff.head.personId, actor: workers.head }, specialist: { personId: staff.specialist.personId, actor: workers.specialist } });
      await seedCourse({ ...past, actor: issuer }, { ...where, holder: 'Жұмабекова Айгүл', mail: emailOf('coordinator') });
      await invite(past, { email: 'inspector.new@demo.sheberlik.example', name: 'Дәулет Төлегенов', role: 'inspector', locale: 'kk', scopeKind: 'network', scopeId: null, place: { networkId } });
    },
  });
  await addAccount(ctx, accounts, { role: 'moderator', name: 'Шолпан Нұрғалиева', password }, { role: 'moderator', scopeKind: 'event', scopeId: eventId });
  await addAccount(ctx, accounts, { role: 'speaker', name: 'Елена Воронова', password }, { role: 'speaker', scopeKind: 'event', scopeId: eventId });
  await addAccount(ctx, accounts, { role: 'inspector', name: 'Вера Осипова', password }, { role: 'inspector', scopeKind: 'network', scopeId: null });
  // A first letter for the mailbox of the demo: what waits for the coordinator today.
  await tellToday(ctx, coordinatorId);
}

/** A second, small network on the same installation: partners in Bishkek. Nothing of one shows in the other. */
async function seedBishkek(platform: Platform, options: SeedOptions, accounts: DemoAccount[]): Promise<void> {
  const networkId = await createNetwork(systemCtx(platform, '', 'seed'), {
    slug: 'bishkek',
    name: localized({ ky: 'Бишкектеги өнөктөш китепканалар', ru: 'Библиотеки-партнёры, Бишкек', en: 'Partner libraries, Bishkek' }),
    country: 'KG',
    defaultLocale: 'ky',
    timeZone: 'Asia/Bishkek',
    dataLocation: localized({ ky: 'үлгү тармак, ушул компьютерде', ru: 'демонстрационная сеть, на этом компьютере', en: 'demo network, on this computer' }),
    isDemo: true,
  });
  const ctx = systemCtx(platform, networkId, 'seed', 'ky');
  const centreId = await createOrganisation(ctx, {
    kind: 'methodical_centre',
    code: 'BSK',
    name: localized({ ky: 'Усулдук борбор (үлгү)', ru: 'Методический центр (пример)', en: 'Methodical centre (example)' }),
    country: 'KG',
    settlement: localized({ ky: 'Бишкек', ru: 'Бишкек', en: 'Bishkek' }),
    timeZone: 'Asia/Bishkek',
    signatoryName: 'Н. Асанова',
    signatoryPost: localized({ ky: 'Борбордун директору', ru: 'Директор центра', en: 'Director of the centre' }),
  });
  await seedPartnerTemplate(ctx, centreId);
  await seedEvent(ctx, createRandom(options.seed + 1), { organisationId: centreId, timeZone: 'Asia/Bishkek', host: 'KG', count: 40 });
  await addAccount(
    ctx,
    accounts,
    { role: 'coordinator_bishkek', name: 'Назгүл Токтогулова', password: options.password },
    { role: 'coordinator', scopeKind: 'organisation', scopeId: centreId },
  );
}
