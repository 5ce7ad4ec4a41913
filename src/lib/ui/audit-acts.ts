/** Kinds of acts by what they are about, for the filter of the journal; each stands in one group. */
export const AUDIT_GROUPS = {
  person: [
    'person.created', 'person.changed', 'person.changed_by_herself', 'person.change_asked', 'person.change_confirmed', 'person.change_declined', 'person.change_withdrawn',
    'person.post_added', 'person.post_changed', 'person.post_ended', 'person.post_removed', 'person.education_added', 'person.education_changed', 'person.education_removed',
    'person.attestation_added', 'person.attestation_changed', 'person.attestation_removed', 'person.merged', 'person.merged_into', 'person.unmerged', 'person.kept_apart', 'people.changed_in_bulk', 'people.bulk_undone', 'person.bulk_undone', 'person.import_undone',
  ],
  organisation: [
    'organisation.created', 'organisation.changed', 'organisation.moved', 'organisation.closed', 'organisation.reopened', 'organisation.staffing_changed', 'organisation.import_undone',
    'position.created', 'position.changed', 'organisations.changed_in_bulk', 'organisations.bulk_undone', 'organisation.bulk_undone',
  ],
  list: ['import.brought', 'import.mapped', 'import.places_chosen', 'import.started', 'import.done', 'import.undo_started', 'import.undone', 'import.removed'],
  role: ['role.granted', 'role.dates_changed', 'role.ended', 'invitation.sent', 'invitation.accepted', 'invitation.withdrawn', 'delegation.given', 'delegation.taken_up', 'delegation.ended', 'token.given', 'token.withdrawn', 'card.printed', 'card.used'],
  account: [
    'account.created', 'account.profile_changed', 'account.mails_changed', 'account.digest_stopped', 'account.password_changed', 'account.looked_at', 'account.looking_ended', 'session.ended', 'session.ended_elsewhere', 'session.ended_everywhere',
    'second_step.switched_on', 'second_step.switched_off', 'second_step.codes_renewed', 'second_step.reset', 'account.pin_changed', 'account.discarded', 'sign_on.joined',
  ],
  privacy: [
    'consent.given', 'consent.parent_asked', 'consent.refused', 'consent.withdrawn', 'consent_text.added', 'consent_text.changed', 'consent_text.published', 'consent_text.retired',
    'account.data_exported', 'person.erasure_asked', 'person.erasure_declined', 'person.erasure_withdrawn', 'person.erasure_begun', 'person.erased',
  ],
  event: [
    'event.created', 'event.edited', 'event.published', 'event.unpublished', 'event.cancelled', 'event.completed', 'event.reopened', 'event.removed', 'event.names_asked',
    'session.added', 'session.edited', 'session.removed', 'section.added', 'section.edited', 'section.removed', 'talk.added', 'talk.edited', 'talk.removed', 'talk.marked_given', 'talk.marked_not_given',
    'programme.pasted', 'contributor.added', 'contributor.edited', 'contributor.removed', 'contributor.paper_set', 'rehearsal.started', 'rehearsal.clock_moved', 'rehearsal.removed',
  ],
  registration: [
    'registration.created', 'registration.changed', 'registration.approved', 'registration.declined', 'registration.cancelled', 'registration.place_given', 'registration.name_confirmed', 'registration.link_sent',
    'registration.person_joined', 'registration.person_parted', 'registration.data_exported', 'registration.erased', 'registration.list_exported',
    'collective.created', 'collective.names_added', 'collective.names_confirmed', 'collective.approved', 'collective.declined', 'collective.cancelled', 'collective.presence_confirmed',
    'collective.link_sent', 'collective.data_exported', 'collective.erased', 'collective.list_exported', 'collective.lists_exported',
  ],
  presence: [
    'room.times_set', 'room.streams_set', 'room.closed', 'code.announced', 'presence.corrected', 'presence.collective_confirmed', 'attendee.names_erased',
    'import.loaded', 'import.decided', 'import.rest_left_out', 'import.applied',
  ],
  credential: ['certificate.decided', 'certificates.issuing_started', 'certificates.list_started', 'certificates.issuing_stopped', 'certificates.issuing_resumed', 'credential.issued', 'credential.revoked', 'credential.mailed_again', 'credential.printed_differently', 'credential.archive_copy_made', 'template.added', 'template.changed', 'template.version_restored', 'template.archived', 'template.revived', 'template_picture.added', 'template_picture.removed'],
  framework: [
    'framework.added', 'framework.imported', 'framework.draft_begun', 'framework.draft_discarded', 'framework.head_changed', 'framework.scale_changed', 'framework.variants_changed', 'framework.published', 'framework.retired',
    'framework.opened', 'framework.closed', 'framework.item_added', 'framework.item_changed', 'framework.item_moved', 'framework.items_merged', 'framework.item_split', 'framework.item_retired', 'framework.item_revived',
    'framework.association_added', 'framework.association_removed', 'profile.added', 'profile.changed', 'profile.retired', 'profile.revived', 'competency.rated',
    'evidence.offered', 'evidence.accepted', 'evidence.returned', 'evidence.withdrawn',
    'framework.texts_translated', 'framework.rule_changed', 'competency.help_offered', 'competency.help_withdrawn',
    'plan.begun', 'plan.changed', 'plan.proposed', 'plan.taken_back', 'plan.sent_back', 'plan.agreed', 'plan.withdrawn', 'plan.closed', 'plan.carried_over', 'plan.item_added', 'plan.item_changed', 'plan.item_removed', 'plan.item_dropped', 'plan.item_tracked', 'plan.item_done', 'plan.evidence_changed', 'plan.offer_taken',
  ],
  campaign: [
    'campaign.added', 'campaign.changed', 'campaign.started', 'campaign.person_added', 'campaign.person_out', 'campaign.rater_named', 'campaign.rater_released', 'campaign.extended', 'campaign.collected', 'campaign.cancelled',
    'campaign.keyed_in', 'campaign.decided', 'campaign.closed',
  ],
  test: ['item.added', 'item.changed', 'item.put_in_use', 'item.retired', 'items.imported', 'test.added', 'test.changed', 'test.items_set', 'test.published', 'test.retired', 'test.revived', 'attempt.begun', 'attempt.handed_in', 'case.scored'],
  setting: ['network.created', 'network.data_location_changed', 'public_address.changed', 'country_rule.changed', 'country_rule.taken_back', 'mail.sent_again', 'job.stopped', 'job.resumed', 'sign_on.changed', 'webhook.added', 'webhook.changed', 'webhook.secret_renewed', 'webhook.removed', 'webhook.replayed', 'webhook.gave_up'],
} as const satisfies Readonly<Record<string, readonly string[]>>; // prettier-ignore

export type AuditGroup = keyof typeof AUDIT_GROUPS;

export const isAuditGroup = (name: string): name is AuditGroup => Object.hasOwn(AUDIT_GROUPS, name);
