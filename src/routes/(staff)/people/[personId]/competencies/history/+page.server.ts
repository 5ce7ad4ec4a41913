import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { dateAnswer } from '#lib/forms/index.ts';
import { showHistory } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

const Wish = z.object({ framework: orNothing(z.uuid()), from: orNothing(dateAnswer()), until: orNothing(dateAnswer()) });
/** So many events stand on the page; older ones changed what newer ones build upon. */
const SHOWN = 40;

/** How a person came to where she is. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders, parent }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const wish = Wish.parse(Object.fromEntries(url.searchParams));
  const zone = (await parent()).shell.timeZone;
  const dayEnd = (date: string | undefined) => (date ? new Date(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1) : null);
  const { person, version, frameworks, areas, points, events, compared } = await showHistory(locals.ctx, params.personId, { frameworkId: wish.framework, from: dayEnd(wish.from), until: dayEnd(wish.until) });
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  const named = ({ code, title }: { code: string; title: Parameters<typeof textIn>[0] }) => ({ code, title: say(title) });
  const day = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' '), post: say(person.positionName), organisation: say(person.organisationName) },
    frameworks: frameworks.map((one) => ({ value: one.frameworkId, text: say(one.title) })),
    frameworkId: version.frameworkId,
    scale: version.steps.map(({ step, label }) => ({ step, label: say(label) })),
    areas: areas.map(({ item }) => (item ? named(item) : { code: '–', title: '' })),
    points,
    events: events.slice(0, SHOWN).map(({ changes, ...event }) => ({ ...event, changes: changes.map(({ item, ...change }) => ({ ...named(item), ...change })) })),
    older: Math.max(0, events.length - SHOWN),
    compared: { from: day(compared.from), until: day(compared.until), lines: compared.lines.map(({ item, ...line }) => ({ ...named(item), ...line })) },
  };
};
