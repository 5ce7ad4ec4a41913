import type { Locale } from '#lib/i18n/index.ts';
import type { ItemDetail } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

/** What an item is tied to, in words; those that other frameworks hold cannot be untied here. */
export const tieLines = ({ item, associations, version }: ItemDetail, locale: Locale) =>
  associations.map((tie) => {
    const isIn = tie.toId === item.competencyId;
    return {
      ...{ id: tie.id, kind: tie.kind, isIn, note: tie.note },
      text: tie.otherTitle ? `${tie.otherCode} ${textIn(tie.otherTitle, locale)}` : (tie.toTitle ?? tie.toUri ?? ''),
      framework: tie.otherFramework ? textIn(tie.otherFramework, locale) : null,
      isOwn: !(isIn && tie.otherVersionId !== version.id),
    };
  });
