import { compareText, translator, type Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { hostCity } from './announcement.view.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
import { readinessOf } from './event-life.service.ts';
import { listManagedEvents, listRehearsals, type ManagedRow, type ManageFilter, type Reach } from './manage.queries.ts';
import type { Missing } from './readiness.rule.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { mayOrganise, type EventAbility } from './seminars.policy.ts';
import type { EventForm, EventState } from './seminars.tables.ts';
import { sittingsOf, type Sitting } from './sessions.service.ts';
import { shown, type ShownText } from './shown-text.ts';

const EXPORT_LIMIT = 5000;

/** What of the network's events the actor prepares; null when nothing. */
export function reachOf(ctx: Ctx): Reach | null {
  const { actor } = ctx;
  if (mayOrganise(actor, { networkId: ctx.networkId })) return 'all';
  if (actor.kind !== 'account') return null;
  const organisations = actor.grants.flatMap((grant) =>
    grant.role === 'coordinator' && grant.networkId === ctx.networkId && grant.scopeKind === 'organisation' && grant.scopeId ? [grant.scopeId] : [],
  );
  return organisations.length > 0 ? organisations : null;
}

export interface ManagedEvent extends Omit<ManagedRow, 'title' | 'organisationName' | 'firstStart' | 'lastEnd' | 'sortValue'> {
  title: ShownText;
  organisation: ShownText;
  firstStart: string | null;
  lastEnd: string | null;
}

/** `<value>_<id>` of the last row of the page before; what was not made by us is no key. */
function keyOf(after = ''): { value: string; id: string } | null {
  const cut = after.lastIndexOf('_');
  const id = after.slice(cut + 1);
  return cut >= 0 && isId(id) ? { value: after.slice(0, cut), id } : null;
}

/** Events that the actor prepares, 25 a page, without rehearsals. Error: `page.not_found` for whoever prepares none. */
export async function listEventsFor(ctx: Ctx, filter: ManageFilter, after?: string): Promise<{ events: ManagedEvent[]; next: string | null }> {
  const reach = reachOf(ctx);
  if (!reach) throw notFound();
  const rows = await listManagedEvents(ctx, reach, filter, keyOf(after), 26);
  const page = rows.slice(0, 25);
  const last = page.at(-1);
  return {
    events: page.map(({ title, organisationName, firstStart, lastEnd, sortValue: _key, ...row }) => ({
      ...row,
      title: shown(title, ctx.locale) ?? { text: '' },
      organisation: shown(organisationName, ctx.locale) ?? { text: '' },
      firstStart: firstStart?.toISOString() ?? null,
      lastEnd: lastEnd?.toISOString() ?? null,
    })),
    next: rows.length > 25 && last ? `${last.sortValue}_${last.id}` : null,
  };
}

/** The same list as a file, at most 5,000 events. */
export async function exportEventsFor(ctx: Ctx, filter: ManageFilter, format: ExportFormat): Promise<ExportedFile> {
  const reach = reachOf(ctx);
  if (!reach) throw notFound();
  const t = translator(ctx.locale);
  const rows = await listManagedEvents(ctx, reach, filter, null, EXPORT_LIMIT);
  const table = {
    title: t('seminars.event.list_title'),
    columns: [
      { title: t('seminars.event.field_title'), width: 60 },
      { title: t('seminars.event.field_form'), width: 20 },
      { title: t('seminars.event.column_state'), width: 16 },
      { title: t('seminars.event.column_start'), width: 18 },
      { title: t('seminars.event.column_end'), width: 18 },
      { title: t('seminars.event.field_organisation'), width: 40 },
      { title: t('seminars.event.column_taken'), width: 12 },
      { title: t('seminars.event.field_capacity'), width: 12 },
    ],
    rows: rows.map((row) => [
      textIn(row.title, ctx.locale),
      t(`seminars.event.form_${row.form}`),
      t(`seminars.event.state_${row.state}`),
      row.firstStart ? { instant: row.firstStart, zone: row.timeZone } : null,
      row.lastEnd ? { instant: row.lastEnd, zone: row.timeZone } : null,
      textIn(row.organisationName, ctx.locale),
      row.taken,
      row.capacity,
    ]),
  };
  return exportFile(table, format, ctx.locale);
}

export interface Host {
  id: string;
  name: string;
  timeZone: string;
  country: string;
}

/** Organisations for which the actor may make events, by the alphabet. Error: `page.not_found` when there is none. */
export async function listHostsFor(ctx: Ctx): Promise<Host[]> {
  const compare = compareText(ctx.locale);
  const hosts = (await listOrganisationsOf(ctx))
    .filter((organisation) => mayOrganise(ctx.actor, { networkId: ctx.networkId, organisationPath: organisation.path }))
    .map((organisation) => ({
      id: organisation.id,
      name: textIn(organisation.name, ctx.locale),
      timeZone: organisation.time_zone,
      country: organisation.country,
      depth: organisation.path.length,
    }))
    .sort((a, b) => a.depth - b.depth || compare(a.name, b.name));
  if (hosts.length === 0) throw notFound();
  return hosts.map(({ depth: _depth, ...host }) => host);
}

/** What stands around every working page of an event. */
export interface EventHead {
  id: string;
  title: ShownText;
  form: EventForm;
  state: EventState;
  zone: string;
  city: string;
  firstStart: string | null;
  lastEnd: string | null;
  /** A practice copy: of which event, and what time it is there. */
  rehearsal: { of: string; now: string } | null;
  /** What the actor may do now; forbidden acts are not shown. */
  may: Partial<Record<EventAbility, true>>;
}

export function eventHead(ctx: Ctx, event: OpenEvent, locale: Locale = ctx.locale): EventHead {
  const allowed = Object.entries(event.abilities).filter(([, ability]) => ability.allowed);
  return {
    id: event.id,
    title: shown(event.title, locale) ?? { text: '' },
    form: event.form,
    state: event.state,
    zone: event.timeZone,
    city: hostCity(event, locale),
    firstStart: event.firstStart?.toISOString() ?? null,
    lastEnd: event.lastEnd?.toISOString() ?? null,
    rehearsal: event.rehearsalOf === null ? null : { of: event.rehearsalOf, now: atEventClock(ctx, event).clock.now().toISOString() },
    may: Object.fromEntries(allowed.map(([name]) => [name, true])) as EventHead['may'],
  };
}

export interface EventOverview {
  head: EventHead;
  /** For a draft: what is missing before it can be published. */
  missing: Missing[];
  sittings: (Omit<Sitting, 'title'> & { title: ShownText | null })[];
  rehearsals: { id: string; createdAt: string }[];
  facts: {
    organisation: ShownText;
    capacity: number | null;
    taken: number;
    opensAt: string | null;
    closesAt: string | null;
    approval: boolean;
    rule: EligibilityRule;
    languages: string[];
    countries: string[];
    contact: string[];
    cancelReason: ShownText | null;
  };
}

/** The start page of an event for those who prepare it. Error: `page.not_found`. */
export async function showOverview(ctx: Ctx, eventId: string): Promise<EventOverview> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  const rehearsals = event.rehearsalOf === null ? await listRehearsals(ctx, eventId) : [];
  return {
    head: eventHead(ctx, event),
    missing: event.state === 'draft' ? await readinessOf(ctx, event) : [],
    sittings: (await sittingsOf(ctx, event)).map((sitting) => ({ ...sitting, title: shown(sitting.title, ctx.locale) })),
    rehearsals: rehearsals.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() })),
    facts: {
      organisation: shown(event.organisationName, ctx.locale) ?? { text: '' },
      capacity: event.capacity,
      taken: event.taken,
      opensAt: event.registrationOpensAt?.toISOString() ?? null,
      closesAt: event.registrationClosesAt?.toISOString() ?? null,
      approval: event.approvalRequired,
      rule: event.certificateRule,
      languages: event.languages,
      countries: event.countries,
      contact: [event.contactName, event.contactEmail].filter((part): part is string => Boolean(part)),
      cancelReason: shown(event.cancelReason, ctx.locale),
    },
  };
}
