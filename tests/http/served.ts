import { Agent } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { loadPages, startWebServer, type WebServer } from '#server/http/web-server.ts';
import { grantRole, openSession, SESSION_COOKIE, type Role, type ScopeKind } from '#server/modules/access/index.ts';
import { newId } from '#server/platform/ids.ts';
import { fire, type Answer, type Shot } from '../running/http.ts';
import { testInstallation, type TestInstallation } from '#server/testing/installation.ts';

/** Whether an answer is JSON by its type; a Verifiable Credential is, without saying so. */
export const isJson = (headers: Record<string, unknown>): boolean => /json|application\/vc\b/.test(String(headers['content-type'] ?? ''));

/** Somebody who sends requests: by a session, by a personal link, or as nobody known. */
export interface Caller {
  name: string;
  cookie?: string;
  link?: string;
  /** Prefix of the address: `/ru` or, for a network that is not the default one, `/ru/n/minsk`. */
  at: string;
}

export interface ApiAnswer {
  status: number;
  headers: Answer['headers'];
  text: string;
  body: never;
}

export interface Served extends TestInstallation {
  readonly address: string;
  /** Any request, as it comes back. */
  send(shot: Shot): Promise<Answer>;
  /** An operation of the API, with JSON there and back; a form with files is given as its text, with its type. */
  call(caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** A new account with a session and, when given, a role. */
  account(name: string, grant?: { role: Role; scopeKind: ScopeKind; scopeId: string | null }, networkId?: string): Promise<Caller>;
}

/** The installation of a test behind its real web server: wrapper, pages, API. Needs the built pages, as `npm test` makes them. */
export function servedInstallation(options: Parameters<typeof testInstallation>[0] = {}): Served {
  const at = testInstallation({ ...options, config: { port: 0, host: '127.0.0.1', webhooksLocal: true, ...options.config } });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let web: WebServer | undefined;

  beforeAll(async () => {
    web = await startWebServer(at.platform, await loadPages());
    at.platform.setPublicAddress(web.address);
  }, 60_000);
  afterAll(async () => {
    agent.destroy();
    await web?.close();
  });

  const address = () => {
    if (!web) throw new Error('the web server starts in beforeAll');
    return web.address;
  };
  const send = (shot: Shot) => fire(agent, address(), shot);
  return Object.create(at, {
    address: { get: address },
    send: { value: send },
    call: {
      value: async (caller: Caller, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> => {
        const sent: Record<string, string> = {
          accept: 'application/json',
          'accept-encoding': 'identity',
          ...(caller.cookie === undefined ? {} : { cookie: `${SESSION_COOKIE}=${caller.cookie}` }),
          ...(caller.link === undefined ? {} : { 'personal-link': caller.link }),
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
          ...headers,
        };
        const answer = await send({ path: encodeURI(`${caller.at}/api/v1${path}`), method: method as 'GET', headers: sent, ...(body === undefined ? {} : { body: sent['content-type']?.startsWith('multipart/') ? String(body) : JSON.stringify(body) }) });
        const text = answer.body.toString();
        return { status: answer.status, headers: answer.headers, text, body: (isJson(answer.headers) && text !== '' ? JSON.parse(text) : null) as never };
      },
    },
    account: {
      value: async (name: string, grant?: { role: Role; scopeKind: ScopeKind; scopeId: string | null }, networkId = at.networkId): Promise<Caller> => {
        const id = newId();
        await at.platform.db.insertInto('access.account').values({ id, name, email: `${id}@example.kz`, email_verified: true }).execute();
        if (grant) await grantRole(at.system(networkId), { accountId: id, ...grant });
        return { name, cookie: await openSession(at.platform, id), at: networkId === at.networkId ? '/ru' : '/ru/n/minsk' };
      },
    },
  }) as Served;
}

export const visitor: Caller = { name: 'a visitor', at: '/ru' };
