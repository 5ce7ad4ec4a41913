import type { PanelLine, PanelSource } from '#server/modules/people/index.ts';
import { listEventsOfOrganisation, listEventsOfPerson, type PanelEvent } from './panels.queries.ts';

const SHOWN = 5;

const line = (event: PanelEvent): PanelLine => ({
  id: event.id,
  title: event.title,
  path: `/seminars/${event.id}`,
  note: event.state === 'cancelled' ? { key: 'seminars.event.state_cancelled' } : null,
  at: event.firstStart,
});

/** What seminars show on the pages of organisations and persons. */
export const seminarPanels: PanelSource = {
  name: 'seminars',
  async organisationPanels(ctx, organisation) {
    const events = await listEventsOfOrganisation(ctx, organisation.id, SHOWN);
    return [{ id: 'seminars.events', title: { key: 'seminars.panel.events' }, lines: events.slice(0, SHOWN).map(line), more: events.length > SHOWN ? '/seminars' : null }];
  },
  async personPanels(ctx, person) {
    const events = await listEventsOfPerson(ctx, person.id, SHOWN);
    return [{ id: 'seminars.took_part', title: { key: 'seminars.panel.took_part' }, lines: events.slice(0, SHOWN).map(line), more: null }];
  },
  async lifeMoments() {
    return [];
  },
};
