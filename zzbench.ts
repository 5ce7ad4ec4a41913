import { mkdtemp } from 'node:fs/promises';
import { withPlatform } from './tests/running/network.ts';
import { sql } from 'kysely';
import { makeCtx, systemCtx } from '#server/platform/platform.ts';
import { listPeopleFor, PeopleFilter, createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { newId } from '#server/platform/ids.ts';
import pg from 'pg';
const sizes=[1000,10000,100000];
await withPlatform(await mkdtemp('/tmp/l/bench/b'), async (platform) => {
  const regions=[];
  for (const size of sizes) {
    const networkId = await createNetwork(systemCtx(platform,'','b'),{slug:`b${size}`,name:localized({ru:'x'}),country:'KZ',defaultLocale:'ru',timeZone:'Asia/Almaty',dataLocation:{}});
    const system = systemCtx(platform, networkId,'b','ru');
    const place=(code,parentId)=>createOrganisation(system,{parentId,kind:parentId?'library_system':'methodical_centre',code,name:localized({ru:code}),country:'KZ',timeZone:'Asia/Almaty'});
    const centre=await place('CENTRE',null); const ds=[]; const libs=[];
    for(let i=0;i<13;i++){const d=await place(`D${i}`,centre); ds.push(d); for(let j=0;j<Math.max(2,Math.min(60,size/600));j++) libs.push([d,await place(`L${i}X${j}`,d)]);}
    for (let lo=1; lo<=size; lo+=5000) await sql`insert into people.person (network_id, family_name, given_name, name_key, sort_name, search_words, place, is_working, organisation_id, post_title, birth_date, library_since)
     select ${networkId}, md5(n::text), 'Анна', md5(n::text)||' anna', md5(n::text)||' Анна', array[md5(n::text),'anna'], array[${centre}::uuid, l.d, l.l], true, l.l, 'Библиотекарь', date '1960-01-01' + (n*7919 % 15000), null
     from generate_series(${lo}::int,${Math.min(size,lo+4999)}::int) n join (select (row_number() over ())::int as r, d::uuid, l::uuid from unnest(${libs.map(x=>x[0])}::uuid[], ${libs.map(x=>x[1])}::uuid[]) as t(d,l)) l on l.r = 1 + (n*104729::bigint) % ${libs.length}`.execute(platform.db);
    const by=(role,scopeKind,scopeId)=>makeCtx(platform,{actor:{kind:'account',accountId:newId(),name:'b',email:'',grants:[{role,networkId,scopeKind,scopeId}]},networkId,locale:'ru'});
    regions.push({size,net:by('network_admin','network',null),district:by('methodist','organisation',ds[4])});
  }
  await platform.pool.query('vacuum analyze');
  const med=a=>a.toSorted((x,y)=>x-y)[a.length>>1];
  const run=async(label,f)=>{const t=regions.map(()=>[]); for(let r=0;r<40;r++) for(const [i,g] of regions.entries()){const b=performance.now(); await f(g); t[i].push(performance.now()-b);} console.log(label,t.map(x=>med(x).toFixed(2)).join(' '));};
  await run('warm',g=>listPeopleFor(g.district,PeopleFilter.parse({})));
  await run('net',g=>listPeopleFor(g.net,PeopleFilter.parse({})));
  await run('district',g=>listPeopleFor(g.district,PeopleFilter.parse({})));
  // statement timings
  const real=pg.Client.prototype.query; let log=null;
  pg.Client.prototype.query=function(...a){const q=a[0]; const text=typeof q==='string'?q:q.text; if(log&&text) {const b=performance.now(); const values=a[1]??q.values; const res=real.apply(this,a); if(res?.then) res.then(()=>log.push([text.slice(0,110),performance.now()-b,text,values])); return res;} return real.apply(this,a);};
  for (const g of regions){ log=[]; await listPeopleFor(g.district,PeopleFilter.parse({})); await new Promise(r=>setTimeout(r,50)); const l=log; log=null; console.log(g.size); for(const [t,ms,text,values] of l){ console.log('  ',ms.toFixed(2),t.replace(/\s+/g,' ')); if(/people.person"? as "p"|"people"."person" as/.test(text)&&/limit/.test(text)){ const e=await platform.pool.query('explain (analyze, buffers off, costs on) '+text, values); console.log(e.rows.map(r=>'      '+r['QUERY PLAN']).join('\n')); } } }
});
