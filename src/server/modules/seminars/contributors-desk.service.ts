import type { FormValues } from '#lib/forms/index.ts';
import { compareText, countryName, translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { listInvitationsFor } from '#server/modules/access/index.ts';
import { listContributors, type ContributorRow } from './contributors.queries.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { listSections, listTalks } from './programme.queries.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';

export interface ShownContributor extends Omit<ContributorRow, 'nameKey' | 'version'> {
  talks: number;
  sections: number;
  /** Whether she was invited to an account, and has come. */
  invited: 'open' | 'accepted' | null;
}

/** Speakers and moderators by the reader's alphabet, with what they do. Error: `page.not_found`. */
export async function showContributors(ctx: Ctx, eventId: string): Promise<{ head: EventHead; people: ShownContributor[] }> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  return { head: eventHead(ctx, event), people: await peopleOf(ctx, event) };
}

/** The same list as a file. */
export async function exportContributorsFor(ctx: Ctx, eventId: string, format: ExportFormat): Promise<ExportedFile> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  const t = translator(ctx.locale);
  const table = {
    title: t('seminars.event.tab_contributors'),
    columns: [
      { title: t('seminars.programme.field_name'), width: 36 },
      { title: t('seminars.programme.field_post'), width: 30 },
      { title: t('seminars.programme.field_organisation'), width: 40 },
      { title: t('seminars.public.country'), width: 16 },
      { title: t('ui.field.email'), width: 30 },
      { title: t('seminars.programme.column_talks'), width: 12 },
      { title: t('seminars.programme.column_sections'), width: 12 },
    ],
    rows: (await peopleOf(ctx, event)).map((person) => [
      person.name,
      person.post,
      person.organisation,
      person.country ? countryName(person.country, ctx.locale) : null,
      person.email,
      person.talks,
      person.sections,
    ]),
  };
  return exportFile(table, format, ctx.locale);
}

async function peopleOf(ctx: Ctx, event: OpenEvent): Promise<ShownContributor[]> {
  const [rows, talks, sections] = [await listContributors(ctx, event.id), await listTalks(ctx, event.id), await listSections(ctx, event.id)];
  const invitations = await listInvitationsFor(ctx, event.place, { kind: 'event', id: event.id });
  const invitedBy = new Map(invitations.filter((one) => one.state !== 'withdrawn').map((one) => [one.email, one.state]));
  const compare = compareText(ctx.locale);
  return rows
    .map(({ nameKey: _key, version: _version, ...person }) => {
      const state = person.email ? invitedBy.get(person.email.toLowerCase()) : undefined;
      return {
        ...person,
        talks: talks.filter((talk) => talk.speakerIds.includes(person.id)).length,
        sections: sections.filter((section) => section.moderatorIds.includes(person.id)).length,
        invited: state === 'open' || state === 'accepted' ? state : null,
      };
    })
    .sort((a, b) => compare(a.name, b.name));
}

export interface ContributorForm {
  head: EventHead;
  /** Null: a new one. */
  id: string | null;
  version: number;
  stored: FormValues;
  talks: number;
}

/** The form of a contributor; `id` null for a new one. Error: `page.not_found`. */
export async function showContributorForm(ctx: Ctx, eventId: string, id: string | null): Promise<ContributorForm> {
  const event = await getEventFor(ctx, eventId, 'edit');
  const head = eventHead(ctx, event);
  if (id === null) return { head, id, version: 0, stored: {}, talks: 0 };
  const row = (await listContributors(ctx, eventId)).find((person) => person.id === id);
  if (!row) throw notFound();
  const talks = (await listTalks(ctx, eventId)).filter((talk) => talk.speakerIds.includes(id)).length;
  const stored = {
    name: row.name,
    post: row.post,
    organisation: row.organisation,
    ...(row.country ? { country: row.country } : {}),
    ...(row.email ? { email: row.email } : {}),
  };
  return { head, id, version: row.version, stored, talks };
}
