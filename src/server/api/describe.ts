import { z, type RouteConfig } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { problems } from './env.ts';

/** An instant of an answer. */
export const instant = () => z.string().openapi({ format: 'date-time', example: '2026-05-18T05:00:00.000Z' });
/** An instant that is sent: with its offset, or in UTC. */
export const given = () => z.iso.datetime({ offset: true }).transform((text) => new Date(text)).openapi({ type: 'string', format: 'date-time' });
export const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A text in the reader's language; `lang` names the language only where it is another one. */
export const Shown = z.object({ text: z.string(), lang: z.enum(LOCALES).optional() }).openapi('ShownText');

const entry = z.object({ text: z.string(), status: z.enum(['original', 'machine', 'reviewed']) });
/** A text as it is stored, by language. */
export const Written = z.partialRecord(z.enum(LOCALES), entry).openapi('WrittenText');

/** A schema of a form under a name of its own. Schemas made before the router was loaded cannot be named: a copy can. */
export const named = <S extends z.ZodType>(name: string, schema: S): S => (schema.clone() as S).openapi(name);

export const json = <S extends z.ZodType>(schema: S, description: string) => ({ description, content: { 'application/json': { schema } } });
export const body = <S extends z.ZodType>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } });
export const done = { 204: { description: 'Done' }, ...problems };
/** What a new row is called from now on. */
export const Made = z.object({ id: z.uuid() }).openapi('Made');
/** Answers of what an operation makes or changes beside its own. */
export const conflicts = { 409: { ...problems[422], description: 'The state does not allow it, or somebody else has changed it meanwhile' }, ...problems };

/** Who may call: an account with a role, by its session or by a token. */
export const signedIn = { security: [{ session: [] }, { token: [] }] } satisfies Partial<RouteConfig>;
/** Who may call: an account by its session. Nobody changes an account by a token of it. */
export const inPerson = { security: [{ session: [] }] } satisfies Partial<RouteConfig>;
/** Who may call: whoever holds the personal link, or the account it belongs to. */
export const byLink = { security: [{ personalLink: [] }, { session: [] }, { token: [] }] } satisfies Partial<RouteConfig>;

/** A query as the pages read theirs: what was not given is not there. */
export function searchOf(query: Record<string, unknown>): URLSearchParams {
  return new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
