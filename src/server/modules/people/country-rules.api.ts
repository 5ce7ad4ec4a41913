import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { problemsOf } from '#server/http/problems.ts';
import { InvalidInput, notFound } from '#server/platform/errors.ts';
import type { RuleKey, Versions } from './country-facts.ts';
import { isRuleKey, lawOf, RULE_KEYS } from './country-rules.ts';
import { ruleChange, RuleChangeFacts, TRUSTS, trustOf } from './country-rules.schemas.ts';
import { getCountryFor, listCountriesFor, putRule, takeBackRule, type CountryView } from './country-rules.service.ts';

const RuleRecord = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const RuleValue = z.union([RuleRecord, z.array(RuleRecord)]).openapi('CountryRuleValue', { description: 'A flat record, or a list of them. null: no rule was found, which is not “no”' });

const Version = z
  .object({
    value: RuleValue,
    mark: z.enum(['S', 'V', 'M', 'D']).openapi({ description: 'S read at its source · V checked in a data set · M unconfirmed · D our own default' }),
    kind: z.enum(['L', 'O', 'P', 'C']).nullable().openapi({ description: 'L act · O organisation’s own page · P press · C commentary' }),
    trust: z.enum(TRUSTS),
    law: z.boolean().openapi({ description: 'May be shown to people as law' }),
    disputed: z.boolean(),
    source: z.string().nullable(),
    asOf: z.string(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    own: z.boolean().openapi({ description: 'Written by the network; else it comes with the program' }),
  })
  .openapi('CountryRuleVersion');

const Country = z
  .object({ country: z.string(), rules: z.array(z.object({ rule: z.string(), versions: z.array(Version) })) })
  .openapi('CountryRules');

function shown({ country, rules }: CountryView): z.infer<typeof Country> {
  return {
    country,
    rules: RULE_KEYS.map((rule) => ({
      rule,
      versions: (rules[rule] as Versions<z.infer<typeof RuleValue>>).map((version) => ({
        value: version.value,
        mark: version.mark,
        kind: version.kind,
        trust: trustOf(version),
        law: lawOf(version) !== null,
        disputed: version.disputed ?? false,
        source: version.source,
        asOf: version.asOf,
        validFrom: version.validFrom,
        validTo: version.validTo,
        own: version.ownId !== undefined,
      })),
    })),
  };
}

function keyOf(rule: string): RuleKey {
  if (!isRuleKey(rule)) throw notFound();
  return rule;
}

/** Rules of countries as the network keeps them. */
export function registerCountryRulesApi(api: Api): void {
  const tags = ['Countries'];
  const OneCountry = z.object({ country: z.string().max(8) });
  const OneRule = OneCountry.extend({ rule: z.string().max(60) });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/countries',
      tags,
      ...signedIn,
      summary: 'Rules of all countries with sources and marks of trust, for administrators',
      responses: { 200: json(z.object({ countries: z.array(Country) }), 'The countries'), ...problems },
    }),
    async (c) => c.json({ countries: (await listCountriesFor(c.env.ctx)).map(shown) }, 200),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/countries/{country}',
      tags,
      ...signedIn,
      summary: 'Rules of one country',
      request: { params: OneCountry },
      responses: { 200: json(Country, 'The rules'), ...problems },
    }),
    async (c) => c.json(shown(await getCountryFor(c.env.ctx, c.req.valid('param').country)), 200),
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/countries/{country}/{rule}',
      tags,
      ...signedIn,
      summary: 'Writes the network’s own version of a rule; what it covers of earlier ones is closed, nothing is overwritten',
      request: { params: OneRule, ...body(RuleChangeFacts.extend({ value: RuleValue }).openapi('CountryRuleChange')) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      const { country, rule } = c.req.valid('param');
      const key = keyOf(rule);
      // Who may not change it must not learn from the answer how it is made.
      await getCountryFor(c.env.ctx, country);
      const change = ruleChange(key).safeParse(c.req.valid('json'));
      if (!change.success) throw new InvalidInput(problemsOf(change.error));
      await putRule(c.env.ctx, country, key, change.data);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/countries/{country}/{rule}',
      tags,
      ...signedIn,
      summary: 'Takes back the network’s own versions of a rule: what comes with the program holds again',
      request: { params: OneRule },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      const { country, rule } = c.req.valid('param');
      await takeBackRule(c.env.ctx, country, keyOf(rule));
      return c.body(null, 204);
    },
  );
}
