import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';

const email = z.email('email.invalid').max(254);

/** Who signs in by a password: an address, or the name of a card. */
const Identity = z
  .string('field.required')
  .trim()
  .min(1, 'field.required')
  .max(254)
  .refine((typed) => !typed.includes('@') || email.safeParse(typed).success, 'email.invalid');

/** Who asks for a link by mail. */
export const MailSignIn = z.object({ email });

/** Sign-in by e-mail or name and password, as page and API send it. */
export const SignIn = z.object({ email: Identity, password: z.string('field.required').min(1, 'field.required').max(200) });

/** What everybody may change of their own account. No language: that of the browser. */
export const Profile = z.object({
  name: z.string('field.required').trim().min(2, 'name.too_short').max(120, 'name.too_long'),
  locale: z.enum(LOCALES, 'choice.missing').nullish().transform((locale) => locale ?? null),
});

export const NewPassword = z.object({ password: z.string('field.required').min(1, 'field.required').max(200), newPassword: z.string('field.required').min(1, 'field.required').max(200) });
