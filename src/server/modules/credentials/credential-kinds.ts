export const CREDENTIAL_KINDS = ['attendance', 'speaker', 'organiser', 'completion', 'course', 'mentor', 'volunteer'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** What the holder of each kind is called on paper; an event may say it more exactly. */
export const ROLE_OF = { attendance: 'participant', speaker: 'speaker', organiser: 'organiser', completion: 'graduate', course: 'learner', mentor: 'mentor', volunteer: 'volunteer' } as const satisfies Record<CredentialKind, string>;
