export interface Segment {
  readonly text: string;
  /** The mark the text stood in, or null. */
  readonly mark: string | null;
}

/**
 * Cuts "Прочитайте <policy>правила</policy>." into text and marked text, so that a page can put a link in the middle of a sentence
 * without gluing fragments. Only the marks named are cut; the compiler has checked that each language has the same ones, closed.
 */
export function segments(text: string, ...marks: readonly string[]): readonly Segment[] {
  const result: Segment[] = [];
  let rest = text;
  const pattern = new RegExp(`<(${marks.join('|')})>(.*?)</\\1>`, 's');
  for (let found = pattern.exec(rest); marks.length > 0 && found !== null; found = pattern.exec(rest)) {
    const [whole, mark = '', inner = ''] = found;
    if (found.index > 0) result.push({ text: rest.slice(0, found.index), mark: null });
    result.push({ text: inner, mark });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== '') result.push({ text: rest, mark: null });
  return result;
}
