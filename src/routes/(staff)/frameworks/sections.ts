interface Line {
  kind: 'area' | 'competency';
  /** 1 at the top. */
  depth: number;
}

/** Each area with the competencies that stand in it itself, also those that follow an area within it; what stands in none comes by itself. Pure. */
export function sectionsOf<T extends Line>(lines: readonly T[]): { area: T | null; competencies: T[] }[] {
  const sections: { area: T | null; competencies: T[] }[] = [];
  /** From the top down to where the tree has come. */
  const open: { area: T; competencies: T[] }[] = [];
  for (const line of lines) {
    while ((open.at(-1)?.area.depth ?? 0) >= line.depth) open.pop();
    const within = open.at(-1);
    if (line.kind === 'area') {
      const section = { area: line, competencies: [] };
      open.push(section);
      sections.push(section);
    } else if (within) within.competencies.push(line);
    else sections.push({ area: null, competencies: [line] });
  }
  return sections;
}
