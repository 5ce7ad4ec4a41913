import type { LocalizedText } from '#server/platform/text/index.ts';
import { findClashes, type Clash, type ClashKind } from './clash.rule.ts';

/** What the search for clashes needs of a programme. */
export interface ClashProgramme {
  sessions: readonly { id: string; startsAt: Date; endsAt: Date }[];
  sections: readonly { id: string; hall: string; moderatorIds: readonly string[] }[];
  talks: readonly {
    id: string;
    sessionId: string;
    sectionId: string | null;
    title: LocalizedText;
    startsAt: Date;
    endsAt: Date;
    speakerIds: readonly string[];
  }[];
}

/** `a` and `b` are ids of talks, sections or (for `outside_session`) a talk and its session. */
export interface ProgrammeClash extends Omit<Clash, 'kind'> {
  kind: Exclude<ClashKind, 'outside_section'> | 'outside_session';
}

/**
 * Clashes of a programme in the order of time. A section has no times of its own: in each sitting it lasts from its first talk to its
 * last, so that a moderator is free between two sittings. Talks without a section share the plenary of their sitting.
 */
export function clashesOf(programme: ClashProgramme): ProgrammeClash[] {
  const strands = new Map<string, { id: string; sectionId: string | null; start: Date; end: Date }>();
  const strandOf = (talk: ClashProgramme['talks'][number]) => `${talk.sessionId} ${talk.sectionId ?? ''}`;
  for (const talk of programme.talks) {
    const id = strandOf(talk);
    const known = strands.get(id);
    if (!known) strands.set(id, { id, sectionId: talk.sectionId, start: talk.startsAt, end: talk.endsAt });
    else {
      if (talk.startsAt < known.start) known.start = talk.startsAt;
      if (talk.endsAt > known.end) known.end = talk.endsAt;
    }
  }
  const sections = new Map(programme.sections.map((section) => [section.id, section]));
  const within = findClashes({
    sections: [...strands.values()].map((strand) => {
      const section = strand.sectionId ? sections.get(strand.sectionId) : undefined;
      return { id: strand.id, start: strand.start, end: strand.end, moderatorIds: section?.moderatorIds ?? [], place: section?.hall || null };
    }),
    talks: programme.talks.map((talk) => ({
      id: talk.id,
      sectionId: strandOf(talk),
      titles: Object.values(talk.title).map((entry) => entry.text),
      speakerIds: talk.speakerIds,
      start: talk.startsAt,
      end: talk.endsAt,
    })),
  });
  const sittings = findClashes({
    sections: programme.sessions.map(({ id, startsAt, endsAt }) => ({ id, start: startsAt, end: endsAt, moderatorIds: [] })),
    talks: programme.talks.map((talk) => ({ id: talk.id, sectionId: talk.sessionId, titles: [], speakerIds: [], start: talk.startsAt, end: talk.endsAt })),
  });

  const bare = (id: string) => strands.get(id)?.sectionId ?? id;
  const clashes: ProgrammeClash[] = [];
  for (const clash of within) {
    // Two sections that share a hall are told by their talks already.
    if (clash.kind === 'outside_section' || (clash.kind === 'place' && strands.has(clash.a))) continue;
    clashes.push({ ...clash, kind: clash.kind, a: bare(clash.a), b: bare(clash.b) });
  }
  for (const clash of sittings) if (clash.kind === 'outside_section') clashes.push({ ...clash, kind: 'outside_session' });
  const startOf = new Map<string, number>(programme.talks.map((talk) => [talk.id, talk.startsAt.getTime()]));
  for (const strand of strands.values()) if (strand.sectionId && !startOf.has(strand.sectionId)) startOf.set(strand.sectionId, strand.start.getTime());
  return clashes.toSorted((x, y) => (startOf.get(x.a) ?? 0) - (startOf.get(y.a) ?? 0));
}
