export { atEventClock, findPublicEvent, getEventFor, getPublicEvent, type OpenEvent } from './seminars.access.ts';
export { abilitiesFor, mayOrganise, type EventAbilities, type EventAbility } from './seminars.policy.ts';
export {
  EVENT_FORMS,
  EVENT_STATES,
  TALK_KINDS,
  type EventForm,
  type EventState,
  type RegistrationRole,
  type RegistrationState,
  type TalkKind,
} from './seminars.tables.ts';
export { freePlaces, registrationStanding, type RegistrationFacts, type RegistrationStanding } from './registration-window.rule.ts';
