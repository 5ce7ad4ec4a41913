import type { Ability } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** Who is present, in the words of the owner: a registration. Rooms never looks behind the id. */
export interface Subject {
  subjectType: string;
  subjectId: string;
}

export interface RoomAbilities {
  /** Open the session page: link, agenda, codes. */
  attend: Ability;
  /** See who was present and for how long. */
  read: Ability;
  /** Begin, end, announce codes, correct, import. */
  conduct: Ability;
}

export interface AgendaItem {
  start: Date;
  end: Date;
  title: LocalizedText;
  /** Names of who speaks, as they are shown in the programme. */
  speakers: readonly string[];
  /** Language of the talk, an interface language or any BCP 47 tag; null when it has none (a break). */
  language: string | null;
}

/** What a report of another system is matched with. */
export interface SubjectContact extends Subject {
  /** As printed, and in other scripts or languages as far as given. */
  names: readonly string[];
  email: string | null;
}

/**
 * Port: what a room asks the module it belongs to. A tier-2 module registers itself for its `ownerType` in modules.ts.
 * Every function is given the context of the request and answers for its network only; a missing owner answers null or an empty list.
 * All calls of one request get the very same `ctx` object, so that an owner may keep what it has read (a WeakMap by ctx) and a page stays
 * within its six queries.
 */
export interface RoomOwner {
  /** `seminar_session`, `school_session` … */
  ownerType: string;
  /** What the actor may do here. For a link: whether what it was made for takes part. Null: there is no such owner in this network. */
  abilitiesFor(ctx: Ctx, ownerId: string): Promise<RoomAbilities | null>;
  /** As whom the actor takes part, if at all; and the zone in which she reads times (IANA), if she chose one. */
  attendeeOf(ctx: Ctx, ownerId: string): Promise<(Subject & { timeZone: string | null }) | null>;
  /** Everybody who may be present, with what a report can be matched by. Asked only when a report is imported. */
  contactsOf(ctx: Ctx, ownerId: string): Promise<SubjectContact[]>;
  /** The talks of this session in their order. */
  agendaOf(ctx: Ctx, ownerId: string): Promise<AgendaItem[]>;
  /** A participant opened a recording: counted by the owner beside registered and present. Never called for those who conduct. */
  recordingViewed(ctx: Ctx, ownerId: string): Promise<void>;
  /** Pages of the owner, paths without language. */
  places: {
    /** Where participants come from and go back to. */
    back(ctx: Ctx, ownerId: string): Promise<{ path: string; title: LocalizedText }>;
    /** Where organisers come from. */
    manage(ctx: Ctx, ownerId: string): Promise<{ path: string; title: LocalizedText }>;
    /** Where the contact person of a reading room confirms who was present; null when the actor is none. */
    confirmCollective(ctx: Ctx, ownerId: string): Promise<string | null>;
  };
}

const owners = new Map<string, RoomOwner>();

/** Called once per module in modules.ts. The last registration of a type wins, so that a second installation in one process (tests) can register again. */
export function registerRoomOwner(owner: RoomOwner): void {
  owners.set(owner.ownerType, owner);
}

/** The module a room belongs to. Throws for a type nobody registered: that is a fault of modules.ts, not of the reader. */
export function ownerOf(ownerType: string): RoomOwner {
  const owner = owners.get(ownerType);
  if (!owner) throw new Error(`no module registered for rooms of ${ownerType}`);
  return owner;
}

export function listRoomOwners(): RoomOwner[] {
  return [...owners.values()];
}
