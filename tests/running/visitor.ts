import { Agent } from 'node:http';
import { fire, type Answer } from './http.ts';

/** Somebody with a browser that has no script: keeps cookies, fills in the forms that pages hold, follows where they lead. */
export interface Visitor {
  address: string;
  cookies: Map<string, string>;
  get(path: string): Promise<Page>;
  /** Sends a form; the answer as it came, redirects not followed. */
  send(form: Form, values?: Values): Promise<Answer>;
  /** Sends a form and goes on to where it leads. */
  submit(form: Form, values?: Values): Promise<Page>;
  /** What `send` would send, for those who send many at the same moment. */
  shotOf(form: Form, values?: Values): { method: 'POST' | 'GET'; path: string; headers: Record<string, string>; body: string };
  close(): void;
}

export type Values = Record<string, string | readonly string[]>;

export interface Page {
  status: number;
  /** Where redirects led. */
  path: string;
  html: string;
  forms: Form[];
  headers: Answer['headers'];
}

export interface Form {
  method: 'POST' | 'GET';
  action: string;
  /** What stands in it before anything is typed; a name may come several times. */
  fields: [name: string, value: string][];
  /** Every name that can be filled in, unticked boxes too. */
  names: Set<string>;
}

export interface VisitorOptions {
  /** Whom a trusted proxy says it was: limits count by it. */
  source?: string;
  agent?: Agent;
  locale?: string;
}

export function createVisitor(address: string, options: VisitorOptions = {}): Visitor {
  const agent = options.agent ?? new Agent({ keepAlive: true });
  const cookies = new Map<string, string>();
  const headers = (): Record<string, string> => ({
    accept: 'text/html',
    'accept-encoding': 'identity',
    'accept-language': options.locale ?? 'ru',
    origin: address,
    ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
    ...(options.source ? { 'x-forwarded-for': options.source } : {}),
  });
  const keep = (answer: Answer) => {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const read = async (path: string, answer: Answer): Promise<Page> => {
    for (let hops = 0; answer.status >= 300 && answer.status < 400 && answer.headers.location !== undefined; hops++) {
      if (hops > 5) throw new Error(`${path} leads round in circles`);
      path = pathOf(String(answer.headers.location), path);
      answer = keep(await fire(agent, address, { path, headers: headers() }));
    }
    const html = answer.body.toString();
    return { status: answer.status, path, html, forms: formsOf(html, path), headers: answer.headers };
  };
  const visitor: Visitor = {
    address,
    cookies,
    get: async (path) => read(path, keep(await fire(agent, address, { path, headers: headers() }))),
    shotOf: (form, values = {}) => {
      const body = bodyOf(form, values);
      if (form.method === 'GET') return { method: 'GET', path: `${form.action.split('?')[0]}?${body}`, headers: headers(), body: '' };
      return { method: 'POST', path: form.action, headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' }, body };
    },
    send: async (form, values) => keep(await fire(agent, address, visitor.shotOf(form, values))),
    submit: async (form, values) => read(form.action, await visitor.send(form, values)),
    close: () => agent.destroy(),
  };
  return visitor;
}

/** Signs in with the page's own form; throws when that does not lead on. */
export async function signIn(visitor: Visitor, account: { email: string; password: string }): Promise<void> {
  const page = await visitor.get('/ru/sign-in');
  const form = page.forms.find(({ names }) => names.has('password'));
  if (!form) throw new Error('there is no form to sign in');
  const after = await visitor.submit(form, { email: account.email, password: account.password });
  if (/sign-in/.test(after.path)) throw new Error(`${account.email} was not let in`);
}

function pathOf(location: string, from: string): string {
  const url = new URL(location, `http://localhost${from}`);
  return url.pathname + url.search;
}

function bodyOf(form: Form, values: Values): string {
  const body = new URLSearchParams();
  for (const [name, value] of form.fields) if (!(name in values)) body.append(name, value);
  for (const [name, given] of Object.entries(values)) for (const value of [given].flat()) body.append(name, value);
  return body.toString();
}

const decode = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return found ? decode(found[1] ?? '') : null;
};

/** The forms of a page that Svelte wrote: well-formed, attributes in double quotes. */
export function formsOf(html: string, path: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => {
    const head = text.slice(0, text.indexOf('>') + 1);
    const fields: [string, string][] = [];
    const names = new Set<string>();
    for (const [tag] of text.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(tag, 'name');
      if (!name) continue;
      names.add(name);
      const type = attribute(tag, 'type');
      if (type === 'submit' || type === 'file' || ((type === 'checkbox' || type === 'radio') && attribute(tag, 'checked') === null)) continue;
      fields.push([name, attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')]);
    }
    for (const [, attributes = '', content = ''] of text.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
      const name = attribute(`<textarea${attributes}>`, 'name');
      if (!name) continue;
      names.add(name);
      fields.push([name, decode(content)]);
    }
    for (const [, attributes = '', content = ''] of text.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const name = attribute(`<select${attributes}>`, 'name');
      if (!name) continue;
      names.add(name);
      const options = [...content.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag);
      const chosen = options.find((tag) => attribute(tag, 'selected') !== null) ?? options[0];
      if (chosen) fields.push([name, attribute(chosen, 'value') ?? '']);
    }
    // The button that the Enter key presses names the act, and with `formaction` the address.
    const button = /<button\b[^>]*>/.exec(text)?.[0] ?? '';
    const act = attribute(button, 'name');
    if (act && attribute(button, 'type') !== 'button') fields.push([act, attribute(button, 'value') ?? '']);
    const action = attribute(button, 'formaction') ?? attribute(head, 'action') ?? '';
    return { method: /post/i.test(attribute(head, 'method') ?? '') ? 'POST' : 'GET', action: pathOf(action || path, path), fields, names };
  });
}
