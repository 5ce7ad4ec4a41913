import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { EXPORT_FORMATS, readVersion, shown, titleOf } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import type { PageServerLoad } from './$types';

const Wish = z.object({ q: orNothing(z.string().trim().min(1).max(120)) });

/** One version to be read: its tree by areas, its scale, where it comes from. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { q } = Wish.parse(Object.fromEntries(url.searchParams));
  const { version, tree, others, areas, competencies, publishedId, may } = await readVersion(locals.ctx, params.versionId, { q });
  const say = (text: Parameters<typeof shown>[0]) => shown(text, locals.locale);
  return {
    q: q ?? '',
    tree,
    others,
    areas,
    competencies,
    publishedId,
    formats: EXPORT_FORMATS,
    mayKeep: may.keep.allowed,
    version: {
      ...{ id: version.id, number: version.number, state: version.state, sources: version.sources, creator: version.creator, licence: version.licence, sourceUrl: version.sourceUrl },
      ...{ languages: version.languages, unread: version.unreadLanguages, isOpen: version.isOpen, publishedAt: version.publishedAt },
      title: titleOf(version, locals.locale),
      description: say(version.description),
      notes: say(version.notes),
      variants: version.variants.map(({ code, title }) => ({ code, title: say(title) ?? { text: code } })),
      steps: [...version.steps].sort((a, b) => a.step - b.step).map(({ step, label, text }) => ({ step, label: say(label) ?? { text: '' }, text: say(text) })),
    },
  };
};
