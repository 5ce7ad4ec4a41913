export {
  listRoomOwners,
  registerRoomOwner,
  type AgendaItem,
  type RoomAbilities,
  type RoomOwner,
  type Subject,
  type SubjectContact,
} from './room-owner.ts';
export { roomsData } from './data-source.ts';
export { atRoomClock, roomState, sessionOf, type RoomState } from './room-state.ts';
export { getRoomFor, type OpenRoom } from './rooms.access.ts';
export {
  beginSession,
  closeRoomsOf,
  endSession,
  listRoomsFor,
  listTimeChangesFor,
  openRoom,
  setActualTimes,
  type RoomSummary,
} from './rooms.service.ts';
export { listStreams, listStreamsByRoom, MOST_STREAMS, saveStreams, setStreams, type Stream } from './streams.service.ts';
export { guessProvider } from './stream-url.ts';
export { StreamInput, StreamsForm } from './rooms.schemas.ts';
export { STREAM_PROVIDERS, type PresenceCardView, type StreamProvider, type StreamPurpose } from './rooms.tables.ts';
export {
  admitAttendee,
  admitAttendees,
  eraseAttendees,
  removeAttendee,
  removeAttendees,
  renameAttendee,
} from './attendees.service.ts';
export type { NewAttendee } from './attendees.queries.ts';
export { recordHeartbeat, recordHere, takeOverDevice, type BeatAnswer, type BeatInput } from './heartbeats.service.ts';
export { announceCode, enterCode, listCodesFor, type AnnouncedCode } from './codes.service.ts';
export { confirmableUntil, confirmCollective, confirmedStretches, correctPresence, type CollectiveLine } from './corrections.service.ts';
export type { ConfirmedStretch } from './events.queries.ts';
export { settlePresence } from './results.service.ts';
export {
  listPresenceForExport,
  ownPresence,
  presenceDetail,
  presenceOf,
  presenceSummary,
  readDesk,
  type Desk,
  type DetailEvent,
  type PresenceDetail,
  type PresenceFigure,
  type PresencePage,
  type PresenceSummary,
} from './presence.service.ts';
export type { PresenceRow } from './presence.queries.ts';
export {
  PRESENCE_MARKS,
  readCursor,
  readPresenceFilter,
  writeCursor,
  type PresenceFilter,
  type PresenceMark,
  type PresenceSort,
} from './presence-filter.ts';
export {
  applyImport,
  decideImportRow,
  decideImportRows,
  leaveOutRest,
  listImportsFor,
  previewImport,
  readImport,
  readImportRow,
  readImportView,
  REPORT_BYTES,
  undoImport,
  type ImportPage,
} from './imports.service.ts';
export type { ImportPeople, ImportRow } from './imports.queries.ts';
export { openDesk } from './desk.live.ts';
export { registerRoomJobs } from './rooms.jobs.ts';
export { readSessionPage, subjectOf, watchRecording, type SessionPage } from './session-page.service.ts';
export { CorrectionInput, readStretch, readTimes, TimesInput } from './moments.ts';
export { roomEvents } from './rooms.events.ts';
