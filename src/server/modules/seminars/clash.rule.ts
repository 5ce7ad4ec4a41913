/**
 * Clashes in a programme: one person in two places, one hall for two talks, a talk outside its section, the same talk twice.
 * Pure; people are compared by id, so a speaker without an account needs the id of her participant record.
 * Times are half-open: a talk that begins when another ends does not clash with it.
 */

export interface ProgrammeSection {
  id: string;
  start: Date | null;
  end: Date | null;
  moderatorIds: readonly string[];
  /** hall or room; `null` online */
  place?: string | null;
}

export interface ProgrammeTalk {
  id: string;
  sectionId: string | null;
  /** the title in each language it was given in */
  titles: readonly string[];
  speakerIds: readonly string[];
  start: Date | null;
  end: Date | null;
  /** the section's place when absent */
  place?: string | null;
}

export type ClashKind =
  /** one person speaks in talks a and b at once */
  | 'speaker'
  /** one person moderates sections a and b at once */
  | 'moderator'
  /** one person speaks in talk a while moderating section b, another than the talk's own */
  | 'speaker_moderator'
  /** talks a and b of different sections, or sections a and b, need one hall at once */
  | 'place'
  /** talks a and b of one section overlap */
  | 'section'
  /** talk a is not within the time of its section b */
  | 'outside_section'
  /** talks a and b have the same title and share a speaker */
  | 'duplicate'
  /** talk or section a ends before, or when, it starts; b is the same id */
  | 'backwards';

export interface Clash {
  kind: ClashKind;
  a: string;
  b: string;
  /** whole minutes in common, begun ones counted; for `outside_section` the minutes that stick out, for `duplicate` and `backwards` 0 */
  minutes: number;
  /** who is wanted twice */
  personId?: string;
  /** which hall is */
  place?: string;
}

interface Slot {
  id: string;
  start: number;
  end: number;
}

/** All clashes of a programme, each once, in the order of time of what they concern. */
export function findClashes(programme: {
  sections: readonly ProgrammeSection[];
  talks: readonly ProgrammeTalk[];
}): Clash[] {
  const { sections, talks } = programme;
  const slots = new Map<string, Slot>();
  const clashes: Clash[] = [];
  for (const { id, start, end } of [...sections, ...talks]) {
    if (!start || !end) continue;
    if (end <= start) clashes.push({ kind: 'backwards', a: id, b: id, minutes: 0 });
    else slots.set(id, { id, start: start.getTime(), end: end.getTime() });
  }
  const sectionById = new Map(sections.map((section) => [section.id, section]));
  const talkById = new Map(talks.map((talk) => [talk.id, talk]));
  const placeOf = (id: string): string | null => {
    const talk = talkById.get(id);
    const named = talk
      ? (talk.place ?? (talk.sectionId ? sectionById.get(talk.sectionId)?.place : null))
      : sectionById.get(id)?.place;
    return named ? foldText(named) || null : null;
  };

  clashes.push(...clashesOfPeople(sections, talks, slots));

  for (const [a, b] of overlappingPairs(talks.flatMap((talk) => slots.get(talk.id) ?? []))) {
    const first = talkById.get(a.id)!;
    const second = talkById.get(b.id)!;
    const place = placeOf(a.id);
    if (first.sectionId !== null && first.sectionId === second.sectionId)
      clashes.push({ kind: 'section', a: a.id, b: b.id, minutes: overlap(a, b) });
    else if (place && place === placeOf(b.id))
      clashes.push({ kind: 'place', a: a.id, b: b.id, minutes: overlap(a, b), place: nameOf(first, sectionById) });
  }
  for (const [a, b] of overlappingPairs(sections.flatMap((section) => slots.get(section.id) ?? []))) {
    const place = placeOf(a.id);
    if (place && place === placeOf(b.id))
      clashes.push({
        kind: 'place',
        a: a.id,
        b: b.id,
        minutes: overlap(a, b),
        place: sectionById.get(a.id)!.place!.trim(),
      });
  }

  for (const talk of talks) {
    const slot = slots.get(talk.id);
    const section = talk.sectionId ? slots.get(talk.sectionId) : undefined;
    if (!slot || !section || (slot.start >= section.start && slot.end <= section.end)) continue;
    const outside =
      slot.end - slot.start - Math.max(0, Math.min(slot.end, section.end) - Math.max(slot.start, section.start));
    clashes.push({ kind: 'outside_section', a: talk.id, b: section.id, minutes: begunMinutes(outside) });
  }
  clashes.push(...duplicates(talks));
  const timeOf = (clash: Clash) => slots.get(clash.a)?.start ?? Number.POSITIVE_INFINITY;
  return clashes.toSorted(
    (x, y) =>
      compare(timeOf(x), timeOf(y)) ||
      compare(x.kind, y.kind) ||
      compare(x.a, y.a) ||
      compare(x.b, y.b) ||
      compare(x.personId ?? '', y.personId ?? ''),
  );
}

function clashesOfPeople(
  sections: readonly ProgrammeSection[],
  talks: readonly ProgrammeTalk[],
  slots: ReadonlyMap<string, Slot>,
): Clash[] {
  interface Duty extends Slot {
    as: 'speaker' | 'moderator';
    sectionId: string | null;
  }
  const duties = new Map<string, Duty[]>();
  const take = (personId: string, duty: Duty) => {
    const list = duties.get(personId);
    if (list) list.push(duty);
    else duties.set(personId, [duty]);
  };
  for (const section of sections) {
    const slot = slots.get(section.id);
    if (slot)
      for (const person of new Set(section.moderatorIds))
        take(person, { ...slot, as: 'moderator', sectionId: section.id });
  }
  for (const talk of talks) {
    const slot = slots.get(talk.id);
    if (slot)
      for (const person of new Set(talk.speakerIds))
        take(person, { ...slot, as: 'speaker', sectionId: talk.sectionId });
  }
  const clashes: Clash[] = [];
  for (const [personId, list] of duties) {
    for (const [a, b] of overlappingPairs(list)) {
      const minutes = overlap(a, b);
      if (a.as === b.as) clashes.push({ kind: a.as, a: a.id, b: b.id, minutes, personId });
      // A moderator who also speaks in her own section is common and no clash.
      else if (a.sectionId !== b.sectionId) {
        const [talk, section] = a.as === 'speaker' ? [a, b] : [b, a];
        clashes.push({ kind: 'speaker_moderator', a: talk.id, b: section.id, minutes, personId });
      }
    }
  }
  return clashes;
}

function duplicates(talks: readonly ProgrammeTalk[]): Clash[] {
  const clashes = new Map<string, Clash>();
  const seen = new Map<string, string>();
  const startOf = (talk: ProgrammeTalk) => talk.start?.getTime() ?? Number.POSITIVE_INFINITY;
  for (const talk of talks.toSorted((x, y) => compare(startOf(x), startOf(y)) || compare(x.id, y.id))) {
    for (const title of new Set(talk.titles.map(foldText).filter(Boolean))) {
      for (const speaker of new Set(talk.speakerIds)) {
        const key = `${speaker}\n${title}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, talk.id);
        else if (first !== talk.id)
          clashes.set(`${first}\n${talk.id}`, {
            kind: 'duplicate',
            a: first,
            b: talk.id,
            minutes: 0,
            personId: speaker,
          });
      }
    }
  }
  return [...clashes.values()];
}

/** Pairs of slots with time in common, the earlier first. */
function overlappingPairs<T extends Slot>(slots: readonly T[]): [T, T][] {
  const pairs: [T, T][] = [];
  let open: T[] = [];
  for (const slot of slots.toSorted((a, b) => a.start - b.start || compare(a.id, b.id))) {
    open = open.filter((earlier) => earlier.end > slot.start);
    for (const earlier of open) pairs.push([earlier, slot]);
    open.push(slot);
  }
  return pairs;
}

function overlap(a: Slot, b: Slot): number {
  return begunMinutes(Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

function begunMinutes(ms: number): number {
  return Math.ceil(ms / 60_000);
}

function nameOf(talk: ProgrammeTalk, sections: ReadonlyMap<string, ProgrammeSection>): string {
  return (talk.place ?? (talk.sectionId ? sections.get(talk.sectionId)?.place : null) ?? '').trim();
}

/** Titles and halls are the same when they differ only in case, ё, the sign №, punctuation and spaces. */
export function foldText(text: string): string {
  return text
    .replaceAll('№', ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
