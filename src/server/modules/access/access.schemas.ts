import { z } from 'zod';

/** Sign-in by e-mail and password, as page and API send it. */
export const SignIn = z.object({ email: z.email('email.invalid').max(254), password: z.string('field.required').min(1, 'field.required').max(200) });
