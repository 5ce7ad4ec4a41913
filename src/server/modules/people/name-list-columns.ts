/**
 * What stands in which column of a pasted list: by its heading in any of our languages where there is one, by the look of its cells otherwise.
 */

export type ColumnRole = 'name' | 'lastName' | 'firstName' | 'middleName' | 'position' | 'email' | 'ignored';

/** Surname and given name together; the surname alone only where another column holds the given name. */
const HEADINGS: readonly (readonly [ColumnRole, RegExp])[] = [
  ['email', /e-?mail|почт|пошт|электрон|эл\. ?(?:адрес|почт)|էլ/],
  ['middleName', /^(?:отчество|әкесінің аты|атасынын аты|імя па бацьку|հայրանուն\S*|middle name|patronymic)$/],
  ['name', /^(?:ф\.? ?и\.? ?о\.?|п\.? ?і\.? ?б\.?|фамилия,? (?:и )?имя.*|аты[- –]*(?:жөні|жөнү).*|т(?:егі|\.),? ?(?:аты|а\.).*|толық аты.*|толук аты.*|прозвішча,? (?:і )?імя.*|անուն,? ?ազգանուն.*|ազգանուն,? ?անուն.*|ա\.? ?ա\.? ?հ\.?|(?:full )?name|участник\S*|қатысушы\S*|катышуучу\S*)$/],
  ['lastName', /^(?:фамилия\S*|тегі|прозвішча|ազգանուն\S*|surname|last name|family name)$/],
  ['firstName', /^(?:имя|аты|есімі|ысымы|імя|անուն\S*|first name|given name)$/],
  ['position', /^(?:должность|лауазым\S*|кызмат\S*|қызмет\S*|пасада|պաշտոն\S*|position|job title|post)\b|^(?:должность|лауазым|кызмат|қызмет|пасада|պաշտոն)/],
]; // prettier-ignore

/** An address somewhere in a text, brackets around it included. */
export const ADDRESS = /[<(]?[^\s<>()|,;]+@[^\s<>()|,;]*[>)]?/;

/** The heading over row numbers: №, № п/п, р/с, #. */
export function isNumberHeading(cell: string): boolean {
  return /^(?:№|n|no|nr|#|п\/п|р\/с|р\/б|հ\/հ)[\s.№/прсб]*$/i.test(cell);
}

/** Roles by a heading line; `null` when the line is no heading. */
export function rolesByHeading(cells: readonly string[]): ColumnRole[] | null {
  if (cells.some((cell) => cell.includes('@'))) return null;
  const roles = cells.map((cell): ColumnRole => {
    const heading = cell
      .toLowerCase()
      .replace(/[:*«»"]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    return HEADINGS.find(([, pattern]) => pattern.test(heading))?.[0] ?? 'ignored';
  });
  if (roles.includes('name')) return roles;
  if (roles.includes('lastName')) return roles;
  // «Имя» or «Аты» alone is the whole name.
  return roles.includes('firstName') ? roles.map((role) => (role === 'firstName' ? 'name' : role)) : null;
}

/** Whether a text looks like the name of a person: two to five words that begin with a capital, or a patronymic's small word. */
export function looksLikeName(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 6 &&
    words.every(
      (word) =>
        /^\p{Lu}[\p{L}\p{M}'’ʼ.֊-]*$/u.test(word) || /^(?:уулу|кызы|қызы|ұлы|улы|оглы|uulu|kyzy|uly|qyzy)$/u.test(word),
    )
  );
}

/** Roles by the look of the cells, over all lines at once. */
export function rolesByLook(lines: readonly (readonly string[])[]): ColumnRole[] {
  const width = Math.max(0, ...lines.map((cells) => cells.length));
  const share = (column: number, test: (cell: string) => boolean): number => {
    const filled = lines.map((cells) => cells[column] ?? '').filter((cell) => cell !== '');
    return filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  };
  const columns = Array.from({ length: width }, (_, column) => column);
  const roles: ColumnRole[] = columns.map((column) => {
    if (share(column, isAddress) >= 0.5) return 'email';
    return share(column, (cell) => /^[\d.)№#\s]*$/.test(cell)) >= 0.8 ? 'ignored' : 'position';
  });
  const texts = columns.filter((column) => roles[column] === 'position');
  const [first, second, third] = texts;
  const oneWord = (cell: string) => /^\p{Lu}[\p{L}\p{M}'’ʼ.֊-]*$/u.test(cell);
  if (first !== undefined && second === first + 1 && share(first, oneWord) >= 0.8 && share(second, oneWord) >= 0.8) {
    // Given name and surname in columns of their own; a third word beside them is the patronymic.
    roles[first] = 'lastName';
    roles[second] = 'firstName';
    if (
      third === second + 1 &&
      share(
        third,
        (cell) =>
          oneWord(cell) && /(?:вич|вна|чна|ич|ұлы|улы|қызы|кызы|аўна|еўна|vich|vna|uly|qyzy|kyzy|ի)$/iu.test(cell),
      ) >= 0.5
    )
      roles[third] = 'middleName';
  } else {
    const name = texts.toSorted((a, b) => share(b, looksLikeName) - share(a, looksLikeName) || a - b)[0];
    if (name !== undefined) roles[name] = 'name';
  }
  // One position, written small rather than as a place or a library is; the other columns are not ours.
  const small = (column: number) => share(column, (cell) => /^\p{Ll}/u.test(cell));
  const position = columns
    .filter((column) => roles[column] === 'position')
    .toSorted((a, b) => small(b) - small(a) || a - b)[0];
  return roles.map((role, column) => (role === 'position' && column !== position ? 'ignored' : role));
}

/** An e-mail address, even a broken one, and nothing beside it. */
function isAddress(cell: string): boolean {
  return cell.includes('@') && !/\p{L}{2}/u.test(cell.replace(ADDRESS, '').replace(/\S*@\S*/, ''));
}
