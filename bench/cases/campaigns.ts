import { sql } from 'kysely';
import { grantRole, openSession, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { addCampaign, campaignVersions, changeAudience, choosePerson, getCampaignDetail, nameRater, NewCampaign, NewRater, startCampaign } from '#server/modules/competencies/index.ts';
import { tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { withInstallation, ZONE } from '../../tests/running/network.ts';
import type { Product } from '../../tests/running/product.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, percentile, type Figure } from '../figures.ts';
import { runLoad } from '../load.ts';
import { statementsOf } from '../statements.ts';

const PARTICIPANTS = 200;
const PEERS = 2;
const RATERS = 32;

interface Sitting {
  path: string;
  cookie: string;
}

/** An account without a password and its open session. */
async function addAccount(ctx: Ctx, name: string): Promise<{ id: string; cookie: string }> {
  const id = newId();
  await sql`insert into access.account (id, name, email, email_verified) values (${id}, ${name}, ${`${id}@demo.sheberlik.example`}, true)`.execute(ctx.db);
  return { id, cookie: `${SESSION_COOKIE}=${encodeURIComponent(await openSession(ctx.platform, id))}` };
}

/** A campaign of so many people that runs, in all competencies of the framework: whoever runs it, and raters with sheets of their own. */
async function prepare(dataDir: string, size: number): Promise<{ overview: Sitting; sheets: Sitting[] }> {
  return withInstallation(dataDir, async (given, organisationId) => {
    const ctx = systemCtx(given.platform, given.networkId, 'bench', 'ru');
    const { rows: people } = await sql<{ id: string }>`select c.person_id as id from people.person_card c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
      where c.network_id = ${ctx.networkId} and c.is_working and c.canonical_id = c.person_id and c.account_id is null and o.path @> array[${organisationId}::uuid] order by c.person_id limit ${size}`.execute(ctx.db);
    if (people.length < size) throw new Error(`only ${people.length} people work here`);
    const raters = [];
    for (const { id: personId } of people.slice(0, RATERS)) {
      const { id, cookie } = await addAccount(ctx, 'Rater');
      await grantRole(ctx, { accountId: id, role: 'specialist', scopeKind: 'organisation', scopeId: organisationId });
      await tiePersonToAccount(ctx, personId, id);
      raters.push({ personId, cookie });
    }
    const organiser = await addAccount(ctx, 'Organiser');
    await grantRole(ctx, { accountId: organiser.id, role: 'coordinator', scopeKind: 'organisation', scopeId: organisationId });
    const { campaignId, selves } = await inTransaction(ctx, async (tx) => {
      const keeper: Ctx = { ...tx, actor: { kind: 'account', accountId: organiser.id, name: 'Organiser', email: 'organiser@demo.sheberlik.example', grants: [{ role: 'coordinator', networkId: tx.networkId, scopeKind: 'organisation', scopeId: organisationId }] } };
      const [version] = await campaignVersions(keeper);
      const id = await addCampaign(keeper, NewCampaign.parse({ organisationId, versionId: version?.id, title: { ru: 'Оценка области' }, closesOn: addDays(localDate(tx.clock.now(), ZONE), 20), kinds: ['head', 'peer'], anonymous: ['peer'], breadth: 'all' }));
      await changeAudience(keeper, id, { organisationIds: [], positionIds: [], kinds: [], revision: 2 });
      for (const { id: personId } of people) await choosePerson(keeper, id, personId, true);
      await startCampaign(keeper, id);
      const detail = await getCampaignDetail(keeper, id);
      for (const [index, { id: participantId }] of detail.participants.entries()) {
        for (let next = 1; next <= PEERS; next++) await nameRater(keeper, participantId, NewRater.parse({ kind: 'peer', personId: detail.participants[(index + next) % detail.participants.length]?.personId }));
      }
      return { campaignId: id, selves: detail.raters.filter(({ kind }) => kind === 'self') };
    });
    await given.platform.pool.query('vacuum (analyze)');
    return {
      overview: { path: `/ru/manage/campaigns/${campaignId}`, cookie: organiser.cookie },
      sheets: raters.map(({ personId, cookie }) => ({ path: `/ru/rate/${selves.find((one) => one.personId === personId)?.id ?? ''}`, cookie })),
    };
  });
}

/** What `clients` people wait who open a page again and again, each her own. */
async function waits(product: Product, sittings: readonly Sitting[], clients: number, quick: boolean, pause = 0): Promise<number[]> {
  const { latencies } = await runLoad({
    address: product.address,
    clients,
    count: quick ? 3 * clients : 100 + 25 * clients,
    seconds: 10,
    pause,
    make: (index) => {
      const { path, cookie } = sittings[index % sittings.length] as Sitting;
      return { path, headers: { cookie, 'x-forwarded-for': `10.7.0.${1 + (index % sittings.length)}` } };
    },
  });
  return latencies;
}

/** Pages of a large campaign: whoever runs it looks at all of it, and raters fill in their sheets at the same hour. */
export const campaigns: Case = {
  name: 'campaigns',
  title: 'Campaign pages: what whoever runs a campaign waits for its page, and raters for their sheets',
  async run(bench: Bench) {
    const size = bench.quick ? 40 : PARTICIPANTS;
    const { dataDir } = await bench.network();
    bench.say(`preparing a campaign of ${size} people …`);
    const { overview, sheets } = await prepare(dataDir, size);
    const { product } = await bench.serve(dataDir);
    const wanted = [
      { name: `campaign page, ${size} participants`, sittings: [overview], clients: 1, budget: BUDGETS.pageP95Ms },
      { name: `campaign page, ${size} participants`, sittings: [overview], clients: 8 },
      { name: 'sheet of a rater', sittings: sheets, clients: 1, budget: BUDGETS.pageP95Ms },
      // People read what stands there before they go on; without that, all wait for all.
      { name: 'sheet of a rater, who reads a second', sittings: sheets, clients: RATERS, budget: BUDGETS.pageP95Ms, pause: 1000 },
      { name: 'sheet of a rater, one after the other', sittings: sheets, clients: RATERS },
    ];
    const figures: Figure[] = [];
    for (const [name, one] of [[`campaign page, ${size} participants`, overview], ['sheet of a rater', sheets[0]]] as const) {
      if (one) figures.push(figure(`${name}: queries`, '', [await statementsOf(product.address, { path: one.path, headers: { cookie: one.cookie } })]));
    }
    // The compiler of JavaScript first.
    for (const { sittings } of wanted) await waits(product, sittings, 8, bench.quick);
    for (const { name, sittings, clients, budget, pause } of wanted) {
      const rounds: number[][] = [];
      for (let round = 0; round < (bench.quick ? 1 : 5); round++) rounds.push(await waits(product, sittings, clients, bench.quick, pause));
      figures.push(figure(`${name}, ${clients} ${clients === 1 ? 'client' : 'clients'}: p95`, 'ms', rounds.map((times) => percentile(times, 0.95)), { ...(budget === undefined || bench.quick ? {} : { budget }), note: `p50 ${percentile(rounds[0] ?? [], 0.5).toFixed(1)}` }));
    }
    return figures;
  },
};
