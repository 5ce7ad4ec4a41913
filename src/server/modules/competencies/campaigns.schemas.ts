import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { ORGANISATION_KINDS } from '#server/modules/people/index.ts';
import { oneLine, optionalText, requiredText, tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { ANONYMOUS_KINDS, CAMPAIGN_KINDS, SMALLEST_GROUP } from './campaign.rule.ts';

const list = <T extends z.ZodType>(one: T, most: number) =>
  z.preprocess((value) => (value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : value), z.array(one).max(most)).transform((all) => [...new Set(all)]);
const none = (value: unknown) => (value === '' || value === undefined ? null : value);

export const Audience = z.object({
  organisationIds: list(z.uuid('choice.missing'), 200),
  positionIds: list(z.uuid('choice.missing'), 100),
  kinds: list(z.enum(ORGANISATION_KINDS, 'choice.missing'), ORGANISATION_KINDS.length),
});
export type Audience = z.output<typeof Audience>;

const settings = {
  title: requiredText(null, 200),
  note: optionalText(2000, true),
  closesOn: dateAnswer(),
  kinds: list(z.enum(CAMPAIGN_KINDS, 'choice.missing'), CAMPAIGN_KINDS.length),
  peers: wholeNumber(1, 12).default(3),
  anonymous: list(z.enum(ANONYMOUS_KINDS, 'choice.missing'), ANONYMOUS_KINDS.length),
  minimumGroup: wholeNumber(SMALLEST_GROUP, 12).default(SMALLEST_GROUP),
  breadth: z.enum(['all', 'profile', 'chosen'], 'choice.missing').default('all'),
  competencyIds: list(z.uuid('choice.missing'), 500),
  /** Days before the end: `7` and `2`; empty for none. */
  remindFirst: z.preprocess(none, wholeNumber(1, 60).nullable()).default(null),
  remindLast: z.preprocess(none, wholeNumber(0, 60).nullable()).default(null),
};
export const NewCampaign = z.object({ ...settings, organisationId: z.uuid('choice.missing'), versionId: z.uuid('choice.missing') });
export type NewCampaign = z.output<typeof NewCampaign>;
export const CampaignInput = z.object({ ...settings, revision: versionNumber });
export type CampaignInput = z.output<typeof CampaignInput>;
export const AudienceInput = Audience.extend({ revision: versionNumber });
export type AudienceInput = z.output<typeof AudienceInput>;
export const Extension = z.object({ closesOn: dateAnswer(), revision: versionNumber });
export type Extension = z.output<typeof Extension>;
export const CampaignRevision = z.object({ revision: versionNumber });

export const PersonChoice = z.object({ personId: z.uuid('choice.missing'), isIn: tick });
/** A rater of the registry, or one from outside by name and address. */
export const NewRater = z.object({
  kind: z.enum(['head', 'mentor', 'peer', 'external'], 'choice.missing'),
  personId: z.preprocess(none, z.uuid('choice.missing').nullable()).default(null),
  name: z.preprocess(none, oneLine(200).nullable()).default(null),
  email: z.preprocess(none, z.email('email.invalid').max(254).nullable()).default(null),
});
export type NewRater = z.output<typeof NewRater>;
export const NewMember = z.object({ personId: z.preprocess(none, z.uuid('choice.missing').nullable()).default(null), name: z.preprocess(none, oneLine(200).nullable()).default(null) });
export type NewMember = z.output<typeof NewMember>;

const text = z.preprocess(none, z.string().trim().max(2000, 'text.too_long').nullable());
export const Decision = z.object({
  participantId: z.uuid('choice.missing'),
  competencyId: z.uuid('choice.missing'),
  /** Nothing: the decision is taken back. */
  step: z.preprocess(none, z.coerce.number().int().min(0).max(20).nullable()).default(null),
  comment: text.default(null),
});
export type Decision = z.output<typeof Decision>;
