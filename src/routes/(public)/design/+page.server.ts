import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { goTo } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form of the page is a real one: it is checked, and what it is sent is thrown away. */
const Sample = z.object({
  name: z.string().trim().min(2).max(120),
  email: z.email('email.invalid').max(254),
  seats: numberAnswer().pipe(z.number().min(1).max(500)),
  date: dateAnswer(),
  country: z.string('choice.missing'),
  language: z.string('choice.missing'),
  days: z.array(z.string()).min(1, 'choice.missing'),
  right: z.literal('yes', 'field.required'),
});

export const load: PageServerLoad = ({ url }) => ({
  theme: url.searchParams.get('theme') === 'dark' ? ('dark' as const) : null,
  wasSent: url.searchParams.has('sent'),
  zone: url.searchParams.get('zone'),
  sort: url.searchParams.get('sort') ?? 'name',
  key: randomUUID(),
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), Sample, () => Promise.resolve());
    if (!done.ok) return done.failure;
    goTo(locals, '/design?sent=1#forms');
  },
};
