import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { abilitiesOn, getItemDetail, readLadders, shown, titleOf } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import type { PageServerLoad } from './$types';

const Wish = z.object({ variant: orNothing(z.string().max(20)) });

/** One competency with its steps, or an area with all of them: set so that it can be printed and laid on a desk. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, item, trail, associations, usage } = await getItemDetail(locals.ctx, params.versionId, params.itemId);
  const wish = Wish.parse(Object.fromEntries(url.searchParams)).variant;
  const variant = version.variants.some(({ code }) => code === wish) ? (wish ?? '') : (version.variants[0]?.code ?? '');
  const say = (text: Parameters<typeof shown>[0]) => shown(text, locals.locale);
  const named = (text: Parameters<typeof shown>[0]) => say(text) ?? { text: '' };
  return {
    version: { id: version.id, number: version.number, state: version.state, title: titleOf(version, locals.locale), unread: version.unreadLanguages, draft: version.state === 'draft' },
    mayEdit: abilitiesOn(locals.ctx, version).edit.allowed,
    item: { id: item.id, code: item.code, kind: item.kind, title: named(item.title), description: say(item.description), isRetired: item.retiredAt !== null },
    trail: trail.map(({ id, code, title }) => ({ id, code, title: named(title).text })),
    variant,
    variants: version.variants.map(({ code, title }) => ({ code, title: named(title).text || code })),
    ladders: await readLadders(locals.ctx, version, item.id, variant),
    usage: usage.profiles,
    ties: associations.map((tie) => ({
      ...{ id: tie.id, kind: tie.kind, note: tie.note, uri: tie.toUri, isIn: tie.toId === item.competencyId },
      code: tie.toId === item.competencyId ? tie.fromCode : tie.toId ? tie.toCode : null,
      title: tie.otherTitle ? named(tie.otherTitle) : { text: tie.toTitle ?? tie.toUri ?? '' },
      path: tie.otherId && tie.otherVersionId ? `/frameworks/${tie.otherVersionId}/${tie.otherId}` : null,
      framework: tie.otherFramework ? named(tie.otherFramework).text : null,
    })),
  };
};
