import type { AuditedLine, AuditNameSource } from '#server/modules/access/index.ts';
import { translator } from '#lib/i18n/index.ts';
import { listOrganisationsOf, listsNamed, personNames, positionsOf } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';

const subjects = (lines: readonly AuditedLine[], type: string) => lines.flatMap((line) => (line.subjectType === type && line.subjectId ? [line.subjectId] : []));

/** What people, organisations, posts and lists of the registry are called in the journal of changes. */
export const registryNames: AuditNameSource = {
  name: 'people',
  async namesOf(ctx, lines) {
    const [people, organisations, positions, lists] = await Promise.all([
      personNames(ctx, subjects(lines, 'person')),
      subjects(lines, 'organisation').length > 0 ? listOrganisationsOf(ctx) : [],
      subjects(lines, 'position').length > 0 ? positionsOf(ctx) : [],
      listsNamed(ctx, subjects(lines, 'import')),
    ]);
    const titles = new Map([...organisations, ...positions].map(({ id, name }) => [id, textIn(name, ctx.locale)]));
    const named = lines.flatMap((line) => {
      const id = line.subjectId ?? '';
      const person = line.subjectType === 'person' ? people.get(id) : undefined;
      if (person) return [[line.id, { name: person, path: `/people/${id}/changes` }] as const];
      const list = lists.get(id);
      if (list) return [[line.id, { name: list.name || translator(ctx.locale)('imports.list.pasted'), path: list.mayOpen ? `/manage/imports/${id}` : null }] as const];
      const title = titles.get(id);
      if (title) return [[line.id, { name: title, path: line.subjectType === 'organisation' ? `/organisations/${id}/changes` : `/manage/settings/positions/${id}` }] as const];
      return [];
    });
    return new Map(named);
  },
  eventsBelow: async () => [],
};
