import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { EndPost, endPost, showPerson } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { addMember, changeMember, closeCampaign, decide, getCalibration, getMinutes } from './campaign-calibration.service.ts';
import { draftOf, library, rate } from './campaign.fixture.ts';
import { confirmRater, declineRating, getOwnParticipation, getParticipantDetail, nameRater, proposeRater, releaseRater } from './campaign-raters.service.ts';
import { answerCampaignSheet, getCampaignSheet, getPaperSheet, handInCampaignSheet, keyInSheet, ownCampaignSheets } from './campaign-sheets.service.ts';
import { writeCampaign } from './campaign-writing.ts';
import { lookAfterCampaigns } from './campaigns.jobs.ts';
import { cancelCampaign, changeAudience, choosePerson, endCollecting, extendCampaign, getCampaignDetail, listCampaignsFor, previewAudience, startCampaign } from './campaigns.service.ts';
import { AudienceInput, Decision, NewMember, NewRater } from './campaigns.schemas.ts';
import { showGrowth } from './growth.service.ts';
import { SheetAnswers } from './sheets.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join(', ') ?? error.code);
type World = Awaited<ReturnType<typeof library>>;
let world: World;
const organiser = (): Ctx => at.ctx(world.organiser);
const as = (index: number): Ctx => at.ctx(world.people[index]!.actor);
const link = (raterId: string): Ctx => at.ctx({ kind: 'link', linkId: newId(), purpose: 'rater', subjectId: raterId });
const peer = (index: number) => NewRater.parse({ kind: 'peer', personId: world.people[index]!.personId });

beforeAll(async () => {
  world = await library(at, ['Оценова', 'Первая', 'Вторая', 'Третья', 'Четвёртая', 'Другая']);
}, 60_000);

/** Runs a campaign for the first person, with three colleagues, somebody from outside and the head. */
async function running(more: Record<string, unknown> = {}) {
  const id = await draftOf(organiser(), world.organisationId, more);
  for (const one of world.people.slice(1)) await choosePerson(organiser(), id, one.personId, false);
  await startCampaign(organiser(), id);
  const detail = await getCampaignDetail(organiser(), id);
  const [participant] = detail.participants;
  const raterOf = (kind: string) => detail.raters.find((one) => one.kind === kind)!.id;
  return { id, participantId: participant!.id, self: raterOf('self'), head: raterOf('head') };
}

describe('a campaign', () => {
  it('takes people by a rule, by hand and later, and says what they lack', async () => {
    const id = await draftOf(organiser(), world.organisationId);
    const { campaign } = await getCampaignDetail(organiser(), id);
    expect(await previewAudience(organiser(), campaign)).toMatchObject({ total: 6, noAccount: 0, noHead: 0, takenOut: [] });
    await choosePerson(organiser(), id, world.people[5]!.personId, false);
    await changeAudience(organiser(), id, AudienceInput.parse({ revision: campaign.revision, organisationIds: [world.organisationId], positionIds: [], kinds: ['library'] }));
    expect(await refusal(changeAudience(organiser(), id, AudienceInput.parse({ revision: campaign.revision, organisationIds: [] })))).toBe('record.changed_meanwhile');
    expect(await refusal(changeAudience(organiser(), id, AudienceInput.parse({ revision: campaign.revision + 1, organisationIds: [at.organisationId] })))).toBe('organisationIds choice.missing');
    expect(await startCampaign(organiser(), id)).toBe(5);
    expect(await refusal(startCampaign(organiser(), id))).toBe('campaign.wrong_state');
    await choosePerson(organiser(), id, world.people[5]!.personId, true);
    const { participants, raters } = await getCampaignDetail(organiser(), id);
    expect([participants.length, raters.filter(({ kind }) => kind === 'self').length, raters.filter(({ kind }) => kind === 'head').length]).toEqual([6, 6, 6]);
    expect(await refusal(choosePerson(organiser(), id, world.people[4]!.personId, false))).toBe('campaign.wrong_state');
    await cancelCampaign(organiser(), id);
    expect((await ownCampaignSheets(as(0))).length).toBe(0);
  });

  it('is seen and run by its keepers alone', async () => {
    const { id, self, participantId } = await running();
    for (const actor of [visitor, account([]), world.people[1]!.actor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])]) {
      const ctx = at.ctx(actor);
      for (const work of [() => getCampaignDetail(ctx, id), () => startCampaign(ctx, id), () => cancelCampaign(ctx, id), () => endCollecting(ctx, id), () => closeCampaign(ctx, id), () => getMinutes(ctx, id), () => getCalibration(ctx, id, { least: 0, participantId: null, from: 0 }), () => nameRater(ctx, participantId, peer(1)), () => getPaperSheet(ctx, self), () => getCampaignSheet(ctx, self), () => handInCampaignSheet(ctx, self), () => getOwnParticipation(ctx, participantId), () => listCampaignsFor(ctx).then(() => getCampaignDetail(ctx, id))])
        expect(await refusal(work())).toBe('page.not_found');
    }
    await cancelCampaign(organiser(), id);
  });

  it('hides what is asked and said until she has rated herself, and becomes ratings once, with no trace of anonymous raters', async () => {
    const { id, participantId, self, head } = await running();
    const [me] = world.people;
    expect((await showGrowth(as(0), me!.personId)).isTargetHidden).toBe(true);
    const peers = [];
    for (const index of [1, 2, 3]) peers.push(await nameRater(organiser(), participantId, peer(index)));
    const outside = await nameRater(organiser(), participantId, NewRater.parse({ kind: 'external', name: 'Гость Иванович', email: 'guest@example.org' }));
    const [first, second] = await rate(as(0), self, 1);
    expect((await showGrowth(as(0), me!.personId)).isTargetHidden).toBe(false);
    for (const [index, raterId] of peers.entries()) await rate(as(index + 1), raterId, index + 1, { comment: `Слова ${3 - index}` });
    await rate(link(outside), outside, 4, { count: 1 });
    await rate(at.ctx(world.head), head, 3);
    // Two hand-ins at once count once.
    expect(await refusal(handInCampaignSheet(at.ctx(world.head), head))).toBe('sheet.handed_in_already');
    // Nothing of it is a rating before it closes.
    expect((await showGrowth(at.ctx(world.head), me!.personId)).lines.every(({ ratings, groups }) => ratings.length + groups.length === 0)).toBe(true);
    await endCollecting(organiser(), id);
    const view = { least: 0, participantId: null, from: 0 };
    const { lines } = await getCalibration(organiser(), id, view);
    // Of the first competency: three colleagues and one from outside: together, for one alone would be seen.
    expect(lines.find(({ competencyId }) => competencyId === first)).toMatchObject({ words: [{ kind: 'self', step: 1 }, { kind: 'head', step: 3, name: 'Сауле Рахимова' }], groups: [{ kinds: ['external', 'peer'], count: 4, lowest: 1, highest: 4, middle: 2, comments: ['Слова 1', 'Слова 2', 'Слова 3'] }], leftOut: 0, apart: 2 });
    expect(lines.find(({ competencyId }) => competencyId === second)).toMatchObject({ groups: [{ kinds: ['peer'], count: 3 }] });
    const choice = (step: string) => Decision.parse({ participantId, competencyId: first, step, comment: 'Видели работу' });
    expect(await refusal(decide(organiser(), id, choice('2')))).toBe('campaign.no_commission');
    await addMember(organiser(), id, NewMember.parse({ personId: me!.personId }));
    expect(await refusal(decide(organiser(), id, choice('2')))).toBe('campaign.no_commission');
    await addMember(organiser(), id, NewMember.parse({ name: 'Председатель Комиссии' }));
    expect(await refusal(decide(organiser(), id, choice('19')))).toBe('step sheet.step_unknown');
    await decide(organiser(), id, choice('2'));
    await closeCampaign(organiser(), id);
    expect(await Promise.all([writeCampaign(at.system(), id), writeCampaign(at.system(), id)]).then(([a, b]) => a + b)).toBe(1);
    expect(await writeCampaign(at.system(), id)).toBe(0);
    for (const ctx of [as(0), at.ctx(world.head), organiser()]) {
      const growth = await showGrowth(ctx, me!.personId);
      const line = growth.lines.find(({ item }) => item.competencyId === first);
      expect(line).toMatchObject({ level: { step: 2, by: 'commission', lowest: 1, highest: 4 }, groups: [{ count: 4, lowest: 1, highest: 4, middle: 2, comments: ['Слова 1', 'Слова 2', 'Слова 3'] }] });
      expect(line?.ratings.map(({ kind, author }) => [kind, author]).sort()).toEqual([['commission', 'Председатель Комиссии'], ['head', 'Сауле Рахимова'], ['self', 'Оценова Айгүл']].sort());
      for (const one of [...world.people.slice(1).map(({ actor }) => actor), { name: 'Гость Иванович', accountId: outside, email: 'guest@example.org' }]) {
        for (const trace of [one.name, one.accountId, one.email]) expect(JSON.stringify(growth)).not.toContain(trace);
      }
    }
    const { rows } = await sql<{ n: number; sheets: number }>`select (select count(*)::int from competencies.rating where campaign_id = ${id}) as n,
      (select count(*)::int from competencies.sheet s join competencies.campaign_rater r on r.id = s.campaign_rater_id where r.kind in ('peer', 'external') and r.participant_id = ${participantId}) as sheets`.execute(at.platform.db);
    // self 2, head 2, colleagues 6, outside 1, commission 1; what anonymous raters wrote on is gone.
    expect(rows[0]).toEqual({ n: 12, sheets: 0 });
    expect((await getMinutes(organiser(), id)).decisions).toHaveLength(1);
    expect(await refusal(sql`insert into competencies.rating (network_id, person_id, competency_id, scale_id, version_id, kind, step, author_name, is_anonymous, source_type, source_id, campaign_id, rated_at)
      select network_id, person_id, competency_id, scale_id, version_id, kind, step, 'Имя', true, source_type, uuidv7(), campaign_id, rated_at from competencies.rating where campaign_id = ${id} limit 1`.execute(at.platform.db))).toBe('23514');
  }, 60_000);

  it('shows and counts nothing where too few answered', async () => {
    const { id, participantId, self } = await running();
    const raters = [await nameRater(organiser(), participantId, peer(1)), await nameRater(organiser(), participantId, peer(2))];
    await rate(as(0), self, 2);
    const [first] = await rate(as(1), raters[0]!, 4, { comment: 'Редкие слова' });
    await rate(as(2), raters[1]!, 4);
    await endCollecting(organiser(), id);
    const { lines } = await getCalibration(organiser(), id, { least: 0, participantId: null, from: 0 });
    expect(lines.find(({ competencyId }) => competencyId === first)).toMatchObject({ groups: [], leftOut: 2, apart: 0 });
    expect(JSON.stringify(lines)).not.toContain('Редкие слова');
    await closeCampaign(organiser(), id);
    await writeCampaign(at.system(), id);
    const { participants } = await getCampaignDetail(organiser(), id);
    expect(participants[0]).toMatchObject({ leftOut: 4 });
    const { rows } = await sql<{ kind: string }>`select distinct kind from competencies.rating where campaign_id = ${id}`.execute(at.platform.db);
    expect(rows).toEqual([{ kind: 'self' }]);
    expect(await refusal(sql`update competencies.campaign set minimum_group = 2 where id = ${id}`.execute(at.platform.db))).toBe('23514');
  });

  it('never lets anybody rate herself in another capacity, whatever way she comes', async () => {
    const { id, participantId, head } = await running();
    const me = world.people[0]!;
    expect(await refusal(nameRater(organiser(), participantId, NewRater.parse({ kind: 'peer', personId: me.personId })))).toBe('personId campaign.rater_is_rated');
    expect(await refusal(nameRater(organiser(), participantId, NewRater.parse({ kind: 'external', name: 'Я', email: me.actor.email.toUpperCase() })))).toBe('email campaign.rater_is_rated');
    expect(await refusal(nameRater(organiser(), participantId, peer(1)).then(() => nameRater(organiser(), participantId, peer(1))))).toBe('personId campaign.rater_doubled');
    // The database refuses, too, and so does the page once the head's account turns out to be hers.
    const raw = (column: 'person_id' | 'account_id', value: string) => sql`update competencies.campaign_rater set ${sql.ref(column)} = ${value} where id = ${head}`.execute(at.platform.db);
    expect(await refusal(raw('person_id', me.personId))).toBe('23514');
    expect(await refusal(raw('account_id', me.actor.accountId))).toBe('23514');
    await cancelCampaign(organiser(), id);
  });

  it('lets people propose, organisers confirm, and raters decline', async () => {
    const { id, participantId, self } = await running({ peers: '2' });
    const proposed = await proposeRater(as(0), participantId, peer(1));
    await proposeRater(as(0), participantId, peer(2));
    expect(await refusal(proposeRater(as(0), participantId, peer(3)))).toBe('kind campaign.too_many_raters');
    expect((await ownCampaignSheets(as(1))).length).toBe(0);
    await confirmRater(organiser(), proposed);
    expect((await ownCampaignSheets(as(1))).map((one) => one.id)).toEqual([proposed]);
    expect((await getOwnParticipation(as(0), participantId)).raters.map(({ kind, isProposed }) => `${kind} ${isProposed}`).sort()).toEqual(['head false', 'peer false', 'peer true']);
    expect(await refusal(declineRating(as(0), self))).toBe('campaign.over');
    await declineRating(as(1), proposed);
    expect((await ownCampaignSheets(as(1))).length).toBe(0);
    expect(await refusal(answerCampaignSheet(as(1), proposed, SheetAnswers.parse({})))).toBe('campaign.over');
    await cancelCampaign(organiser(), id);
  });

  it('takes a sheet that came on paper, but reads nobody’s own', async () => {
    const { id, participantId, self } = await running();
    const raterId = await nameRater(organiser(), participantId, peer(1));
    const { pages } = await getPaperSheet(organiser(), raterId);
    const [item] = pages.flatMap(({ items }) => items);
    await keyInSheet(organiser(), raterId, SheetAnswers.parse({ steps: { [item!.competencyId]: '2' } }), true);
    expect(await refusal(getPaperSheet(organiser(), raterId))).toBe('sheet.handed_in_already');
    await answerCampaignSheet(as(0), self, SheetAnswers.parse({ steps: { [item!.competencyId]: '2' } }));
    expect(await refusal(getPaperSheet(organiser(), self))).toBe('campaign.sheet_begun');
    await cancelCampaign(organiser(), id);
  });

  it('ends by itself on its last day, can be extended before, and reminds twice at most', async () => {
    const { id, self } = await running();
    const mails = async () => (await sql<{ n: number }>`select count(*)::int as n from platform.mail_message where template = 'competencies.campaign_reminder' and subject_id = ${self}`.execute(at.platform.db)).rows[0]?.n;
    const begun = at.clock.now();
    const jump = async (day: string) => {
      at.clock.set(new Date(`${day}T06:00:00Z`));
      await lookAfterCampaigns(at.system());
      await lookAfterCampaigns(at.system());
    };
    await jump('2026-06-14');
    expect(await mails()).toBe(1);
    const { campaign } = await getCampaignDetail(organiser(), id);
    await extendCampaign(organiser(), id, { closesOn: '2026-06-25', revision: campaign.revision });
    expect(await refusal(extendCampaign(organiser(), id, { closesOn: '2026-06-01', revision: campaign.revision + 1 }))).toBe('closesOn campaign.end_past');
    await jump('2026-06-21');
    expect([await mails(), (await getCampaignDetail(organiser(), id)).campaign.state]).toEqual([1, 'running']);
    await jump('2026-06-24');
    await jump('2026-06-25');
    expect(await mails()).toBe(2);
    await jump('2026-06-26');
    const after = await getCampaignDetail(organiser(), id);
    expect([after.campaign.state, after.raters.find((one) => one.id === self)?.state]).toEqual(['calibration', 'missed']);
    expect(await refusal(answerCampaignSheet(as(0), self, SheetAnswers.parse({})))).toBe('campaign.over');
    expect(await refusal(extendCampaign(organiser(), id, { closesOn: '2026-07-25', revision: after.campaign.revision }))).toBe('campaign.wrong_state');
    await cancelCampaign(organiser(), id);
    at.clock.set(begun);
  });

  it('lets leavers and raters who left go, and keeps what was handed in', async () => {
    const leaver = await world.add('Уехавшая');
    const id = await draftOf(organiser(), world.organisationId);
    for (const one of world.people) await choosePerson(organiser(), id, one.personId, false);
    await startCampaign(organiser(), id);
    const { participants, raters } = await getCampaignDetail(organiser(), id);
    const participantId = participants[0]!.id;
    const raterId = await nameRater(organiser(), participantId, peer(1));
    const openId = await nameRater(organiser(), participantId, peer(2));
    await rate(as(1), raterId, 3);
    const card = await showPerson(organiser(), leaver.personId);
    const [post] = card.posts;
    await endPost(organiser(), leaver.personId, post!.id, EndPost.parse({ version: post!.version, toDate: '2026-05-10' }));
    // Before the job comes by, the sheet says it.
    expect(await refusal(getCampaignSheet(as(2), openId))).toBe('campaign.person_left');
    await lookAfterCampaigns(at.system());
    const after = await getCampaignDetail(organiser(), id);
    expect([after.participants[0]?.state, ...[raterId, openId, raters[0]!.id].map((one) => after.raters.find((rater) => rater.id === one)?.state)]).toEqual(['left', 'handed_in', 'released', 'released']);
    expect((await getParticipantDetail(organiser(), participantId)).participant.isWorking).toBe(false);
    expect(await refusal(releaseRater(organiser(), raterId))).toBe('sheet.handed_in_already');
    await endCollecting(organiser(), id);
    await changeMember(organiser(), id, newId(), 'there');
    await closeCampaign(organiser(), id);
    expect(await writeCampaign(at.system(), id)).toBe(1);
  });
});
