import { createRoute, z } from '@hono/zod-openapi';
import { instant, json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { AuditFilter, listAuditFor } from './audit-log.service.ts';

const Line = z
  .object({
    id: z.uuid(),
    at: instant(),
    by: z.object({
      kind: z.enum(['account', 'link', 'visitor', 'system']),
      name: z.string().nullable(),
      onBehalfOf: z.string().nullable().openapi({ description: 'In whose place it was done, by lent roles' }),
      token: z.string().nullable().openapi({ description: 'Name of the token by which a program did it' }),
    }),
    source: z.string().nullable().openapi({ description: 'Address it came from, of accounts only' }),
    act: z.string().openapi({ description: 'noun.verb', example: 'person.changed' }),
    subject: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    list: z.object({ id: z.uuid(), name: z.string() }).nullable().openapi({ description: 'The list by which it was done, or whose taking back did it; a pasted table has an empty name' }),
  })
  .openapi('AuditLine');

/** The journal of changes, as its page shows it. */
export function registerAuditLogApi(api: Api): void {
  const Query = z.object({
    by: z.string().trim().max(120).optional().openapi({ description: 'Part of the name or address of who did it' }),
    act: z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/, 'choice.missing').max(80).optional().openapi({ description: 'A kind of act, or a group of them: person, organisation, list, role, account, event, registration, presence, credential, setting' }),
    about: z.string().trim().max(120).optional().openapi({ description: 'Name of a person or an organisation' }),
    subject: z.uuid().optional(),
    organisation: z.uuid().optional().openapi({ description: 'It and all below it' }),
    from: z.iso.date('date.invalid').optional(),
    until: z.iso.date('date.invalid').optional(),
    after: z.string().max(200).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/audit',
      tags: ['Access'],
      ...signedIn,
      summary: 'Who did what, newest first: of the network for administrators, of what lies below their organisations for coordinators',
      request: { query: Query },
      responses: { 200: json(z.object({ lines: z.array(Line), next: z.string().nullable() }), 'Lines and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { entries, after } = await listAuditFor(c.env.ctx, AuditFilter.parse(c.req.valid('query')));
      const lines = entries.map(({ id, at, by, source, act, subjectType, subjectId, subject, changes, list }) => ({
        id,
        at: at.toISOString(),
        by,
        source,
        act,
        subject: { type: subjectType, id: subjectId, name: subject?.name ?? null },
        changes,
        list: list && { id: list.id, name: list.name },
      }));
      return c.json({ lines, next: after }, 200);
    },
  );
}
