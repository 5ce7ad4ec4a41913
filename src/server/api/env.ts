import { OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi';
import { translator } from '#lib/i18n/index.ts';
import { problemsOf, shownProblems } from '#server/http/problems.ts';
import type { Ctx } from '#server/platform/context.ts';
import { InvalidInput } from '#server/platform/errors.ts';

/** What every operation of the API gets: the same Ctx that pages use, and the source for limits. */
export interface ApiEnv {
  Bindings: { ctx: Ctx; source: string };
}

export type Api = OpenAPIHono<ApiEnv>;

/** RFC 9457. `errors` names the field, the code for machines and the sentence for people. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    errors: z.array(z.object({ field: z.string(), text: z.string() })).optional(),
  })
  .openapi('Problem');

const problem = { content: { 'application/problem+json': { schema: Problem } } };

/** The answers that every operation may give besides its own. */
export const problems = {
  404: { description: 'Not found, or not yours to see', ...problem },
  422: { description: 'The input cannot be accepted', ...problem },
  429: { description: 'Too many requests', ...problem },
} satisfies RouteConfig['responses'];

export function newApi(): Api {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) => {
      if (!result.success) {
        const shown = shownProblems(translator(c.env.ctx.locale), new InvalidInput(problemsOf(result.error as z.ZodError)));
        return c.json({ type: 'about:blank', title: 'input.invalid', status: 422, errors: shown?.problems ?? [] }, 422, {
          'content-type': 'application/problem+json',
          'content-language': c.env.ctx.locale,
        });
      }
      return undefined;
    },
  });
}
