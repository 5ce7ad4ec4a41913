import { createRoute, z } from '@hono/zod-openapi';
import { iso, json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { PoliciesFilter, POLICY_COLUMNS, readPolicies, type Because, type Holder } from '#server/modules/access/index.ts';
import { readersOfPerson } from './policies.ts';

const Reason = z
  .object({
    kind: z.enum(['role', 'oneself']),
    role: z.string().nullable(),
    scopeKind: z.enum(['installation', 'network', 'organisation', 'event']).nullable(),
    organisation: z.string().nullable().openapi({ description: 'Name of the organisation for which it is held' }),
    from: z.string().nullable(),
    until: z.string().nullable(),
    giver: z.string().nullable().openapi({ description: 'Whose role it is, where it is lent' }),
  })
  .openapi('ReasonOfRight');
const HolderOfRight = z.object({ accountId: z.uuid(), name: z.string(), because: z.array(Reason) }).openapi('HolderOfRight');
const Policies = z
  .object({
    organisationId: z.uuid().nullable(),
    abilities: z.array(z.object({ area: z.string(), ability: z.string(), roles: z.array(z.enum(POLICY_COLUMNS)).openapi({ description: 'Roles that give it when held there; oneself: with the own record' }) })),
    account: z.object({ id: z.uuid(), name: z.string(), answers: z.array(z.object({ area: z.string(), ability: z.string(), because: z.array(Reason) })) }).nullable(),
    holders: z.array(HolderOfRight).nullable(),
  })
  .openapi('Policies');

const reason = (one: Because) => ({ ...one, from: iso(one.from), until: iso(one.until) });
const holder = ({ accountId, name, because }: Holder) => ({ accountId, name, because: because.map(reason) });

/** Who may do what and why, as the pages for administrators say it. */
export function registerPoliciesApi(api: Api): void {
  const Query = z.object({
    organisation: z.uuid('choice.missing').optional().openapi({ description: 'Where; without it the root with most organisations below it' }),
    account: z.uuid('choice.missing').optional(),
    ability: z.string().regex(/^[a-z_]+\.[a-zA-Z]+$/, 'choice.missing').max(80).optional().openapi({ description: 'area.ability: who holds it there', example: 'person.edit' }),
  });
  api.openapi(
    createRoute({ method: 'get', path: '/policies', tags: ['Access'], ...signedIn, summary: 'What roles give at a place, what one account may do there, and who holds an ability; for administrators', request: { query: Query }, responses: { 200: json(Policies, 'As the policies answer'), ...problems } }),
    async (c) => {
      const { organisationId, lines, account, holders } = await readPolicies(c.env.ctx, PoliciesFilter.parse(c.req.valid('query')));
      return c.json(
        {
          organisationId,
          abilities: lines.map(({ area, ability, columns }) => ({ area, ability, roles: columns })),
          account: account && { id: account.id, name: account.name, answers: account.answers.map(({ area, ability, because }) => ({ area, ability, because: because.map(reason) })) },
          holders: holders && holders.map(holder),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get', path: '/people/{personId}/readers', tags: ['People'], ...signedIn, summary: 'Who may see the card of a person and why, for administrators who see it themselves',
      request: { params: z.object({ personId: z.string() }) },
      responses: { 200: json(z.object({ readers: z.array(HolderOfRight) }), 'Herself first'), ...problems },
    }), // prettier-ignore
    async (c) => c.json({ readers: (await readersOfPerson(c.env.ctx, c.req.valid('param').personId)).holders.map(holder) }, 200),
  );
}
