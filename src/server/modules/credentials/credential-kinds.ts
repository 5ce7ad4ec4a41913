export const CREDENTIAL_KINDS = ['attendance', 'speaker', 'organiser', 'completion', 'course', 'mentor', 'volunteer'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];
