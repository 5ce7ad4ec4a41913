import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { isZone, LOCALES } from '#lib/i18n/index.ts';
import { oneLine } from '#server/platform/fields.ts';
import type { BulkRecord } from './bulk-lines.ts';
import { differences } from './changes.ts';
import { ORGANISATION_KINDS, type OrganisationKind } from './people.tables.ts';

export const ORGANISATION_BULK_ACTS = ['move', 'kind', 'languages', 'zone', 'close'] as const;
export type OrganisationBulkActName = (typeof ORGANISATION_BULK_ACTS)[number];

const reason = oneLine(500).optional();

/** One change for many organisations. */
export const OrganisationBulkAct = z.discriminatedUnion(
  'act',
  [
    /** Each with all below it under another organisation. */
    z.object({ act: z.literal('move'), parentId: z.uuid('choice.missing'), movedOn: dateAnswer(), reason }),
    z.object({ act: z.literal('kind'), newKind: z.enum(ORGANISATION_KINDS, 'choice.missing') }),
    z.object({ act: z.literal('languages'), languages: z.array(z.enum(LOCALES, 'choice.missing')).min(1, 'choice.missing').max(LOCALES.length) }),
    z.object({ act: z.literal('zone'), timeZone: z.string('choice.missing').refine(isZone, 'zone.unknown') }),
    z.object({ act: z.literal('close'), closedOn: dateAnswer(), reason }),
  ],
  'choice.missing',
);
export type OrganisationBulkAct = z.output<typeof OrganisationBulkAct>;

export interface BulkOrganisation {
  id: string;
  parentId: string | null;
  /** In words. */
  parent: string | null;
  kind: OrganisationKind;
  languages: readonly string[];
  timeZone: string;
  closedOn: string | null;
  /** Open organisations below it that are not closed with it. */
  openBelow: number;
}

export type OrganisationBulkReason = 'nothing_to_change' | 'closed' | 'below_itself' | 'open_below';

/** What is written for one organisation. */
export interface OrganisationBulkStep {
  parentId?: string;
  kind?: OrganisationKind;
  languages?: string[];
  timeZone?: string;
  closedOn?: string;
}

export interface OrganisationBulkOutcome {
  reason: OrganisationBulkReason | null;
  set: OrganisationBulkStep;
  records: BulkRecord[];
}

const not = (why: OrganisationBulkReason): OrganisationBulkOutcome => ({ reason: why, set: {}, records: [] });
const done = (set: OrganisationBulkStep, act: string, changes: BulkRecord['changes']): OrganisationBulkOutcome => ({ reason: null, set, records: [{ act, about: null, changes }] });

/** A field of its own; languages in one order, whatever order they were ticked in. */
function changed(before: Pick<BulkOrganisation, 'kind' | 'languages' | 'timeZone'>, set: OrganisationBulkStep): OrganisationBulkOutcome {
  const inOrder = <V extends object>(values: V): V => ('languages' in values ? { ...values, languages: LOCALES.filter((locale) => (values.languages as string[]).includes(locale)) } : values);
  const fields = Object.keys(set) as ('kind' | 'languages' | 'timeZone')[];
  const was = inOrder(Object.fromEntries(fields.map((field) => [field, before[field]])));
  const changes = differences(was, inOrder({ ...set }));
  return changes.length === 0 ? not('nothing_to_change') : done(set, 'organisation.changed', changes);
}

function moved(organisation: BulkOrganisation, target: { id: string; name: string; path: readonly string[] }): OrganisationBulkOutcome {
  if (target.path.includes(organisation.id)) return not('below_itself');
  if (organisation.parentId === target.id) return not('nothing_to_change');
  return done({ parentId: target.id }, 'organisation.moved', differences({ parent: organisation.parent }, { parent: target.name }));
}

/** What one change does to one organisation, or why it cannot be. Pure: page, API and the deed itself all ask here. */
export function organisationBulkOutcome(organisation: BulkOrganisation, act: OrganisationBulkAct, target: { id: string; name: string; path: readonly string[] } | null): OrganisationBulkOutcome {
  if (organisation.closedOn !== null) return not('closed');
  if (act.act === 'kind') return changed(organisation, { kind: act.newKind });
  if (act.act === 'languages') return changed(organisation, { languages: act.languages });
  if (act.act === 'zone') return changed(organisation, { timeZone: act.timeZone });
  if (act.act === 'move') return target ? moved(organisation, target) : not('below_itself');
  if (organisation.openBelow > 0) return not('open_below');
  return done({ closedOn: act.closedOn }, 'organisation.closed', differences({ closedOn: null, reason: null }, { closedOn: act.closedOn, reason: act.reason ?? null }));
}
