import type { LevelRow } from './profiles.queries.ts';

export interface ProfileNode {
  id: string;
  parentId: string | null;
}
/** A step or range; null: not needed, on purpose. */
export type Asked = { least: number; preferred: number } | null;

/** From the profile itself up to the one that inherits from nobody. A circle ends where it closes. Pure. */
export function lineOf<T extends ProfileNode>(profiles: ReadonlyMap<string, T>, id: string): T[] {
  const line: T[] = [];
  for (let at = profiles.get(id); at && !line.includes(at); at = at.parentId === null ? undefined : profiles.get(at.parentId)) line.push(at);
  return line;
}

export interface Resolved {
  asked: Asked;
  /** Whose word it is: the profile itself or one above it. */
  from: string;
}

/** What a profile asks of each competency: its own word, else the nearest one above it. Pure. */
export function resolveProfile(profiles: ReadonlyMap<string, ProfileNode>, levels: ReadonlyMap<string, readonly Omit<LevelRow, 'scaleId'>[]>, id: string): Map<string, Resolved> {
  const resolved = new Map<string, Resolved>();
  for (const { id: from } of lineOf(profiles, id)) {
    for (const { competencyId, least, preferred } of levels.get(from) ?? []) {
      if (!resolved.has(competencyId)) resolved.set(competencyId, { from, asked: least === null || preferred === null ? null : { least, preferred } });
    }
  }
  return resolved;
}

/** The profile and everything that inherits from it. Pure. */
export function heirsOf(profiles: readonly ProfileNode[], id: string): string[] {
  const found = [id];
  for (const at of found) found.push(...profiles.filter(({ parentId, id: heir }) => parentId === at && !found.includes(heir)).map(({ id: heir }) => heir));
  return found;
}
