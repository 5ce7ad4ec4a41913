export { atEventClock, findPublicEvent, getEventFor, getPublicEvent, type OpenEvent } from './seminars.access.ts';
export { abilitiesFor, mayOrganise, type EventAbilities, type EventAbility } from './seminars.policy.ts';
export {
  EVENT_FORMS,
  EVENT_STATES,
  REGISTRATION_STATES,
  TALK_KINDS,
  type CollectiveState,
  type EventForm,
  type EventState,
  type RegistrationRole,
  type RegistrationState,
  type TalkKind,
} from './seminars.tables.ts';
export { freePlaces, registrationStanding, type RegistrationFacts, type RegistrationStanding } from './registration-window.rule.ts';
export { createEvent, editEvent } from './events.service.ts';
export { cancelEvent, completeEvent, publishEvent, readinessOf, removeEvent, reopenEvent, unpublishEvent } from './event-life.service.ts';
export { eventFields, eventTexts, newEventFields, type EventTexts } from './event-form.ts';
export { cancelInput, eventInput } from './events.schemas.ts';
export { plainInput } from '#server/platform/fields.ts';
export { originalOf } from '#server/platform/text/index.ts';
export { removeSession, saveSession, sittingsOf, type Sitting } from './sessions.service.ts';
export { getProgrammeFor, markTalkGiven, readProgramme, removePart, saveSection, saveTalk, type Programme } from './programme.service.ts';
export { type ProgrammeClash } from './programme-clashes.ts';
export { inviteContributor, removeContributor, saveContributor } from './contributors.service.ts';
export { contributorInput, sectionInput, sessionInput, talkInput } from './programme.schemas.ts';
export type { Missing, MissingCode } from './readiness.rule.ts';
export { listPublicEventsFor, showAnnouncement, showProgramme, showSpeakers, type AnnouncementPage, type PublicList } from './announcement.service.ts';
export type { Announcement } from './announcement.view.ts';
export type { ShownProgramme, ShownSection, ShownSpeaker, ShownTalk } from './programme.view.ts';
export type { ShownText } from './shown-text.ts';
export type { EligibilityRule } from './eligibility.rule.ts';
export { seminarsData } from './data-source.ts';
export { registerSeminarRooms } from './session-room-owner.ts';
export { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';
export { calendarText, calendarUid, eventAddress, type CalendarEntry, type CalendarHead } from './calendar.ts';
export { eventCalendar, networkCalendar, sessionEntries } from './calendar.service.ts';
export { letterPdf, programmePdf, type Paper } from './papers.service.ts';
export { askForNames, planAskingForNames, type AskingPlan } from './asking-names.service.ts';
export { issueCertificates, registerIssuingJobs } from './issuing.jobs.ts';
export {
  decideCertificate,
  getResultFor,
  listResultsFor,
  MOST_EXPORTED,
  listResultsForExport,
  type ResultDetail,
  type ResultLine,
  type ResultPage,
} from './eligibility.service.ts';
export {
  EVERYBODY,
  RESULT_FIGURES,
  RESULT_STANDINGS,
  readResultCursor,
  readResultFilter,
  writeResultCursor,
  writeResultFilter,
  type ResultFilter,
  type ResultSort,
} from './results-filter.ts';
export {
  getRunFor,
  issueToOne,
  lastRunFor,
  planIssuing,
  resumeIssuing,
  startIssuing,
  undoIssuing,
  stopIssuing,
  type IssuingPlan,
  type IssuingRun,
  type LeftOutCode,
} from './issuing.service.ts';
export { setContributorPaper } from './paper.service.ts';
export type { Decision } from './seminars.tables.ts';
export type { PaperKind, Verdict, VerdictReason } from './verdict.rule.ts';
export { registerRegistrations } from './registrations.jobs.ts';
export { eventHead, exportEventsFor, listEventsFor, listHostsFor, showOverview, type EventHead, type EventOverview, type Host, type ManagedEvent } from './manage.service.ts';
export { getRehearsalFor, moveRehearsalClock, REHEARSAL_MOMENTS, removeRehearsal, startRehearsal, type RehearsalMoment } from './rehearsal.service.ts';
export { showPartForm, showProgrammeDesk, type PartForm, type ProgrammeDesk, type ShownClash } from './programme-desk.service.ts';
export { exportContributorsFor, showContributorForm, showContributors, type ContributorForm, type ShownContributor } from './contributors-desk.service.ts';
export { pasteTalks, previewPaste, type PastePreview } from './paste.service.ts';
export { noticeFor } from './notices.ts';
export { seminarTasks } from './my-day.service.ts';
export { certificatesOf, certificatesOfCollective, type CertificateStanding } from './standing.service.ts';
export { readStatisticsFor, FEWEST_NAMED, type Numbers, type NumbersOf, type Statistics } from './statistics.service.ts';
export { cancelRegistration, changeRegistration, chooseZone, confirmName, register, registeredByKey, type Registered } from './registrations.service.ts';
export {
  CollectiveHeadInput,
  CollectiveInput,
  CountryStep,
  ListedName,
  ListNoticeStep,
  MoreNames,
  NoticeStep,
  OrganiserChange,
  OrganiserEntry,
  PersonStep,
  PUBLIC_ROLES,
  Reason,
  RegistrationChange,
  RegistrationInput,
  ROLES,
  RoomStep,
  WorkStep,
  ZoneChoice,
} from './registrations.schemas.ts';
export {
  emailOffer,
  FORM_STEPS,
  furthestStep,
  isOtherScript,
  languagesFor,
  nameOffer,
  openStep,
  withCountry,
  type FormDraft,
  type FormStep,
  type Offer,
} from './registration-form.ts';
export {
  openLinkOf,
  showNotice,
  showRegistration,
  showRegistrationForm,
  type ParticipantEvent,
  type FormHead,
  type ShownNotice,
  type ShownRegistration,
  type SittingOfMine,
} from './registration-views.service.ts';
export {
  addByHand,
  approve,
  cancelByOrganiser,
  changeByOrganiser,
  decline,
  joinPerson,
  MOST_AT_ONCE,
  previewDecision,
  sendAgain,
  type DecisionPreview,
} from './registration-desk.service.ts';
export { readRegistrationFilter, type RegistrationFilter } from './registration-filter.ts';
export { exportRegistrationsFor, listRegistrationsFor, type ListedParticipant, type RegistrationDoor, type RegistrationList } from './registration-list.service.ts';
export {
  findPersonFor,
  messageToForward,
  showParticipant,
  showParticipantForm,
  type ForwardedMessage,
  type HistoryLine,
  type ParticipantForm,
  type ParticipantPage,
  type PersonSearch,
} from './participant.service.ts';
export { attendanceSheet, collectiveCards, collectiveQr, registrationCard, registrationQr } from './participant-papers.service.ts';
export { myCalendar } from './my-calendar.service.ts';
export { eraseCollective, eraseRegistration, exportListData, exportPersonalData } from './personal-data.service.ts';
export {
  addNames,
  approveCollective,
  cancelCollective,
  declineCollective,
  listByKey,
  registerCollective,
  sendCollectiveLink,
  type ListOptions,
  type RegisteredList,
} from './collectives.service.ts';
export { changeListedName, confirmListedNames, removeListedName } from './collective-members.service.ts';
export {
  LIST_STEPS,
  openListStep,
  previewList,
  previewMoreNames,
  withListCountry,
  type ListDraft,
  type ListPreview,
  type ListStep,
} from './collective-form.ts';
export {
  LIST_STANDINGS,
  NAME_STATES,
  readCollectiveFilter,
  readListPlace,
  readNameFilter,
  writeListFilter,
  type CollectiveFilter,
  type ListPlace,
  type NameFilter,
} from './collective-filter.ts';
export {
  collectiveHead,
  exportNames,
  planApproval,
  showCollective,
  showListedName,
  showManagedCollective,
  type CollectiveHead,
  type NamePage,
  type ShownCollective,
  type ShownName,
  type SittingOfList,
} from './collective-views.service.ts';
export { exportCollectivesFor, listCollectivesFor, listOf, type CollectiveListPage, type ShownCollectiveLine } from './collective-desk.service.ts';
export { confirmAll, confirmLines, showPresence, type PresenceLine, type PresencePage } from './collective-presence.service.ts';
export type { PresentAnswer } from './presence-times.ts';
export { seminarNames } from './audit-names.service.ts';
export { seminarPolicies } from './seminars.policies.ts';
export { seminarPanels } from './panels.service.ts';
export { seminarSearch } from './search.service.ts';
export { seminarEvents } from './seminars.events.ts';
export { confirmNamesOnPaper, listNameDesk, NamesOnPaper, namesPaper, type NameDesk } from './name-desk.service.ts';
export { MOST_TAUGHT, NameCompetency, nameCompetency, setTakingPart, showTeaching, TakingPart, taughtBy, UnnameCompetency, unnameCompetency, type TaughtLine, type TeachingDesk } from './teaching.service.ts';
