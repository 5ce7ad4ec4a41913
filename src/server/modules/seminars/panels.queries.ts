import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EventState } from './seminars.tables.ts';

export interface PanelEvent {
  id: string;
  title: LocalizedText;
  state: EventState;
  firstStart: Date | null;
}

/** Events an organisation holds that everybody may see, the latest first; one more than asked for when there are more. */
export async function listEventsOfOrganisation(ctx: Ctx, organisationId: string, limit: number): Promise<PanelEvent[]> {
  const { rows } = await sql<PanelEvent>`
    select e.id, e.title, e.state, e.first_start as "firstStart" from seminars.event e
    where e.network_id = ${ctx.networkId} and e.organisation_id = ${organisationId}::uuid and e.rehearsal_of is null and e.state <> 'draft'
    order by e.first_start desc nulls last, e.id limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

/** Events a person of the registry took a place at, the latest first; what was merged into her counts as hers. */
export async function listEventsOfPerson(ctx: Ctx, personId: string, limit: number): Promise<PanelEvent[]> {
  const { rows } = await sql<PanelEvent>`
    select e.id, e.title, e.state, e.first_start as "firstStart" from seminars.event e
    where e.network_id = ${ctx.networkId} and e.rehearsal_of is null and e.state <> 'draft' and exists (
      select from seminars.registration r join people.person_card p on p.network_id = r.network_id and p.person_id = r.person_id
      where r.network_id = e.network_id and r.event_id = e.id and r.state = 'confirmed' and p.canonical_id = ${personId}::uuid)
    order by e.first_start desc nulls last, e.id limit ${limit + 1}`.execute(ctx.db);
  return rows;
}
