import { createHash } from 'node:crypto';
import type { Locale } from '#lib/i18n/index.ts';
import type { IssueFacts, PrintedFields, PrintedHalf } from './credentials.schemas.ts';
import type { CredentialKind } from './credential-kinds.ts';
import { statusListAddress } from './issuer-did.rule.ts';

export const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
export const OB_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
export const OB_EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json';
const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';

/** Open Badges 3.0, `AchievementType`; the words of the standard that come nearest to ours. */
const TYPES: Readonly<Record<CredentialKind, string>> = {
  attendance: 'Certificate',
  speaker: 'Certificate',
  organiser: 'Certificate',
  completion: 'CertificateOfCompletion',
  course: 'Course',
  mentor: 'CommunityService',
  volunteer: 'CommunityService',
};

export interface BadgeSource {
  id: string;
  kind: CredentialKind;
  number: string;
  series: string;
  locale: Locale;
  holder_name: string;
  fields: PrintedFields;
  facts: IssueFacts;
  issued_at: Date;
  valid_until: string | null;
}

export interface BadgeAt {
  did: string;
  /** Address of the issuer's documents. */
  issuer: string;
  /** Address of the installation. */
  publicAddress: string;
  /** The page where the code of this paper opens every field. */
  checkUrl: string;
  statusList: number;
  statusIndex: number;
}

const day = (date: string): string => `${date}T00:00:00Z`;
const kept = <T extends object>(fields: T): T => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as T;

/** The same for everybody who was given the same thing: a wallet puts them together. A UUID of version 8, out of what the paper names. */
function achievementId({ kind, locale, fields }: BadgeSource): string {
  const bytes = createHash('sha256').update(JSON.stringify([kind, locale, fields.organisation, fields.eventTitle, fields.dates])).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

/** What the paper says beside names, number and days, line by line as it is printed. */
function narrative({ before, after, eventKind, roleLine, minutesLine, hoursLine, ruleLine, validLine, collectiveLine, legalLine, competenciesLine, closing, duplicateLine }: PrintedFields | PrintedHalf): string {
  return [before, after, eventKind, roleLine, hoursLine, minutesLine, ruleLine, validLine, collectiveLine, competenciesLine, closing, duplicateLine, legalLine].filter(Boolean).join('\n');
}

function results(address: string, { minutes, presence, hours }: IssueFacts) {
  const rows = [
    { key: 'presence', name: 'Presence, per cent of the minutes held', resultType: 'Percent', value: presence },
    { key: 'minutes', name: 'Minutes present', resultType: 'RawScore', value: minutes },
    { key: 'hours', name: 'Academic hours', resultType: 'RawScore', value: hours },
  ].filter(({ value }) => value !== undefined);
  return {
    descriptions: rows.map(({ key, name, resultType }) => ({ id: `${address}#${key}`, type: ['ResultDescription'], name, resultType })),
    values: rows.map(({ key, value }) => ({ type: ['Result'], resultDescription: `${address}#${key}`, value: String(value) })),
  };
}

/**
 * The same record as an Open Badges 3.0 credential on the Verifiable Credentials data model 2.0, unsigned. Every printed line is in it, so
 * that an altered copy of the paper can be compared with it. The last day counts everywhere on earth (UTC-12).
 */
export function badgeOf(issue: BadgeSource, at: BadgeAt): Record<string, unknown> {
  const { fields, facts } = issue;
  const achievement = achievementId(issue);
  const list = statusListAddress(at.issuer, at.statusList, 'suspension');
  const { descriptions, values } = results(achievement, facts);
  const from = facts.from && day(facts.from);
  const to = facts.to && day(facts.to);
  return kept({
    '@context': [VC_CONTEXT, OB_CONTEXT, OB_EXTENSIONS],
    id: `urn:uuid:${issue.id}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: at.did, type: ['Profile'], name: fields.organisation, url: at.publicAddress },
    name: fields.title,
    description: [fields.organisation, ...fields.signatories.map(({ post, name }) => `${name}, ${post}`)].join('\n'),
    validFrom: issue.issued_at.toISOString(),
    validUntil: issue.valid_until === null ? undefined : new Date(Date.parse(day(issue.valid_until)) + 36 * 3_600_000).toISOString(),
    awardedDate: issue.issued_at.toISOString(),
    credentialSubject: kept({
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', hashed: false, identityHash: issue.holder_name, identityType: 'name' }],
      licenseNumber: issue.number,
      role: fields.roleLine,
      term: fields.dates,
      activityStartDate: from,
      activityEndDate: to,
      creditsEarned: facts.hours,
      narrative: fields.second ? `${narrative(fields)}\n\n${narrative(fields.second)}` : narrative(fields),
      ...(values.length > 0 ? { result: values } : {}),
      achievement: kept({
        id: achievement,
        type: ['Achievement'],
        achievementType: TYPES[issue.kind],
        name: fields.eventTitle,
        description: fields.eventKind ?? fields.title,
        inLanguage: issue.locale,
        ...(facts.gained && facts.gained.length > 0 ? { tag: facts.gained } : {}),
        criteria: { narrative: fields.ruleLine ?? fields.minutesLine ?? fields.roleLine ?? fields.title },
        image: { id: `${at.publicAddress}/badges/${issue.kind}.png`, type: 'Image', caption: fields.title },
        ...(descriptions.length > 0 ? { resultDescription: descriptions } : {}),
        ...(facts.alignments && facts.alignments.length > 0
          ? {
              alignment: facts.alignments.map(({ name, url, framework, code, level }) =>
                kept({ type: ['Alignment'], targetName: level ? `${name} · ${level}` : name, targetUrl: url, targetFramework: framework, targetCode: code }),
              ),
            }
          : {}),
      }),
    }),
    evidence: [{ id: at.checkUrl, type: ['Evidence'], name: issue.number, genre: 'check page' }],
    // Open Badges allows one entry. A list for suspension may be set and taken back, one for revocation never: so everything that is not to
    // be accepted, for now or for good, stands in the one for suspension (ADR 0020).
    credentialStatus: { id: `${list}#${at.statusIndex}`, type: 'BitstringStatusListEntry', statusPurpose: 'suspension', statusListIndex: String(at.statusIndex), statusListCredential: list },
    credentialSchema: [{ id: SCHEMA, type: '1EdTechJsonSchemaValidator2019' }],
  });
}
