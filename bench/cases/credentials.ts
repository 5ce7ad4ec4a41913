import { Agent } from 'node:http';
import pg from 'pg';
import { readIssuerPath, signWaiting } from '#server/modules/credentials/index.ts';
import { findRunningPostgres } from '#server/platform/postgres/embedded.ts';
import { withInstallation } from '../../tests/running/network.ts';
import { fire } from '../../tests/running/http.ts';
import { canSeeProcesses, cpuOf, sumOf } from '../../tests/running/processes.ts';
import type { Bench, Case } from '../bench.ts';
import { figure, percentile, type Figure } from '../figures.ts';
import { runLoad } from '../load.ts';

const ROUNDS = 5;
const CLIENTS = 32;

/** Each asker has an address of her own: the page is limited per source. */
const from = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

/** Fills a status list with signed certificates as if they had been issued, one in a hundred of them revoked. Returns its address. */
async function fillList(client: pg.Client, count: number): Promise<string> {
  const { rows } = await client.query<{ slug: string; list_id: string; seq: number }>(
    `select n.slug, l.id as list_id, l.seq from credentials.status_list l join people.network n on n.id = l.network_id where l.used > 0 order by l.used desc limit 1`,
  );
  const [list] = rows;
  if (!list) throw new Error('the network has signed nothing yet');
  await client.query(
    `with source as (
       select i.*, c.key_id, c.issuer, c.document, c.signed_at from credentials.signed_credential c join credentials.issue i on i.id = c.issue_id where c.status_list_id = $1 limit 1),
     places as (select p.place, row_number() over (order by p.place) as n from generate_series(0, 131071) p(place)
       where not exists (select from credentials.signed_credential c where c.status_list_id = $1 and c.status_index = p.place) limit $2),
     made as (
       insert into credentials.issue (id, network_id, organisation_id, kind, year, seq, number, series, check_code, public_address, locale, holder_name, search_key,
         fields, source_type, source_id, issued_at, issued_on, revoked_at, revoke_reason)
       select uuidv7(), s.network_id, s.organisation_id, s.kind, 2099, p.n, 'BENCH-' || p.n, s.series, 'BENCH' || lpad(p.n::text, 23, '0'), s.public_address, s.locale, s.holder_name,
         s.search_key, s.fields, s.source_type, uuidv7(), s.issued_at, s.issued_on,
         case when p.n % 100 = 0 then s.issued_at end, case when p.n % 100 = 0 then 'measured' end
       from source s, places p returning id, seq, network_id)
     insert into credentials.signed_credential (issue_id, network_id, status_list_id, status_index, key_id, issuer, document, signed_at)
     select m.id, m.network_id, $1, p.place, s.key_id, s.issuer, s.document, s.signed_at from made m join places p on p.n = m.seq, source s`,
    [list.list_id, count],
  );
  await client.query('update credentials.status_list set used = $2 where id = $1', [list.list_id, count]);
  await client.query('analyze credentials.issue, credentials.signed_credential');
  return `/issuers/${list.slug}/demo/status/${list.seq}/suspension`;
}

/** The check page under load, and the largest status list as a verifier fetches it. */
export const credentials: Case = {
  name: 'credentials',
  title: 'Check page by code at 32 clients; a status list of 100,000 certificates; processor time of all processes',
  async run(bench: Bench): Promise<Figure[]> {
    const { dataDir } = await bench.network();
    await withInstallation(dataDir, async (ctx) => void (await signWaiting(ctx.platform)));
    const { product } = await bench.serve(dataDir, { demo: true });
    const client = new pg.Client({ connectionString: await findRunningPostgres(dataDir) });
    await client.connect();
    const cpu = () => (canSeeProcesses ? sumOf(cpuOf(product.pid)) : NaN);
    try {
      const codes = (await client.query<{ check_code: string }>('select check_code from credentials.issue order by id limit 200')).rows.map((row) => row.check_code);
      const p95: number[] = [];
      const p50: number[] = [];
      const cost: number[] = [];
      let asked = 0;
      for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round++) {
        const before = cpu();
        const { latencies, requests } = await runLoad({
          address: product.address,
          clients: CLIENTS,
          count: bench.quick ? 64 : 1500,
          seconds: 10,
          make: () => {
            const index = asked++;
            return { path: `/ru/check/${codes[index % codes.length]}`, headers: { 'x-forwarded-for': from(index), 'accept-encoding': 'br' } };
          },
        });
        // The first round warms up.
        if (round === 0 && !bench.quick) continue;
        p95.push(percentile(latencies, 0.95));
        p50.push(percentile(latencies, 0.5));
        cost.push(((cpu() - before) * 1000) / requests);
      }

      const entries = bench.quick ? 1000 : 100_000;
      const path = await fillList(client, entries);
      if (!readIssuerPath(path.split('/').slice(3).join('/'))) throw new Error(`${path} is no address of a list`);
      const agent = new Agent({ keepAlive: true });
      const first: number[] = [];
      const again: number[] = [];
      let bytes = 0;
      for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round++) {
        // A change makes the kept list stale, so that it is built and signed anew.
        await client.query(`update credentials.issue set revoked_at = now(), revoke_reason = 'measured' where id = (select id from credentials.issue where number like 'BENCH-%' and revoked_at is null limit 1)`);
        for (const times of [first, again]) {
          const begun = performance.now();
          const answer = await fire(agent, product.address, { path, headers: { accept: 'application/vc' } });
          times.push(performance.now() - begun);
          if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
          bytes = answer.body.length;
        }
      }
      agent.destroy();
      return [
        figure('check page by code, 32 clients, p50', 'ms', p50),
        figure('check page by code, 32 clients, p95', 'ms', p95),
        figure('check page by code, processor time', 'ms', cost),
        figure(`status list of ${entries}, built and signed`, 'ms', first, { note: `${Math.round(bytes / 1024)} KB` }),
        figure(`status list of ${entries}, as kept`, 'ms', again),
      ];
    } finally {
      await client.end();
    }
  },
};
