import { fail } from '@sveltejs/kit';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addPerson, checkNewPerson, findPersonsAlike, MUCH_ALIKE, NewPerson, organisationsOpenTo, positionChoices } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const organisations = await organisationsOpenTo(locals.ctx, 'addPerson');
  if (organisations.length === 0) throw notFound();
  return { organisations, organisation: url.searchParams.get('organisation'), positions: await positionChoices(locals.ctx, null) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const { alike, elsewhere } = form.get('known') === 'yes' ? { alike: [], elsewhere: false } : await alikeTo(locals, form);
    if (alike.length > 0 || elsewhere) {
      // The form is shown again with whom it may be and what is wrong in it; sent once more it adds a new person.
      const checked = await submit(locals, form, NewPerson, (input) => checkNewPerson(locals.ctx, input));
      return checked.ok ? { ...shown(form), alike, elsewhere } : fail(checked.failure.status, { ...checked.failure.data, alike, elsewhere });
    }
    const done = await submit(locals, form, NewPerson, (input) => addPerson(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${done.result}?done=added&draft=person-new`);
  },
};

const shown = (form: FormData) => ({ values: Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')), problems: [] });

async function alikeTo(locals: App.Locals, form: FormData) {
  if ((await organisationsOpenTo(locals.ctx, 'addPerson')).length === 0) throw notFound();
  const name = ['familyName', 'givenName', 'patronymic'].map((field) => String(form.get(field) ?? '')).join(' ');
  const { people, elsewhere } = await findPersonsAlike(locals.ctx, name);
  return { alike: people.filter(({ likeness }) => likeness >= MUCH_ALIKE), elsewhere };
}
