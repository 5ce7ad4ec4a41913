import { z } from 'zod';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SHEBERLIK_DATA: z.string().min(1).default('data'),
  SHEBERLIK_HOST: z.string().min(1).default('127.0.0.1'),
  SHEBERLIK_PORT: z.coerce.number().int().min(0).max(65535).default(4870),
  /** Number of proxies in front whose X-Forwarded-* headers may be believed. 0: none. */
  SHEBERLIK_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  SHEBERLIK_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SHEBERLIK_MAIL_FROM: z.string().min(3).max(200).default('Sheberlik <noreply@localhost>'),
  SHEBERLIK_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Token that opens /metrics to others than this machine. */
  SHEBERLIK_METRICS_TOKEN: z.string().min(16).optional(),
  /** Run jobs and the outbox inside the web process (default) or leave them to worker.ts. */
  SHEBERLIK_WORKER_INSIDE: flag.default(true),
  /** Webhooks may go to this machine and its own network, and over http: for tests and closed installations. */
  SHEBERLIK_WEBHOOKS_LOCAL: flag.default(false),
  SHEBERLIK_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
});

export interface Config {
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  trustedProxies: number;
  smtpUrl: string | null;
  mailFrom: string;
  logLevel: string;
  metricsToken: string | null;
  workerInside: boolean;
  webhooksLocal: boolean;
  poolSize: number;
  demo: boolean;
}

export class ConfigError extends Error {}

/**
 * Reads the configuration from the environment and refuses to start on anything it does not understand:
 * one sentence a variable, so that an administrator can mend all of them in one go.
 */
export function readConfig(env: Record<string, string | undefined>, overrides: Partial<Config> = {}): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration cannot be used:\n${lines.join('\n')}\nSee docs/operating/configuration.md.`);
  }
  const known = new Set(Object.keys(Environment.shape));
  const unknown = Object.keys(given).filter((name) => name.startsWith('SHEBERLIK_') && !known.has(name) && !TOOL_VARIABLES.has(name));
  if (unknown.length > 0) {
    throw new ConfigError(`Unknown settings: ${unknown.join(', ')}. See docs/operating/configuration.md for the names.`);
  }
  const e = parsed.data;
  return {
    databaseUrl: e.DATABASE_URL ?? null,
    dataDir: e.SHEBERLIK_DATA,
    host: e.SHEBERLIK_HOST,
    port: e.SHEBERLIK_PORT,
    trustedProxies: e.SHEBERLIK_TRUSTED_PROXIES,
    smtpUrl: e.SHEBERLIK_SMTP_URL ?? null,
    mailFrom: e.SHEBERLIK_MAIL_FROM,
    logLevel: e.SHEBERLIK_LOG_LEVEL,
    metricsToken: e.SHEBERLIK_METRICS_TOKEN ?? null,
    workerInside: e.SHEBERLIK_WORKER_INSIDE,
    webhooksLocal: e.SHEBERLIK_WEBHOOKS_LOCAL,
    poolSize: e.SHEBERLIK_POOL_SIZE,
    demo: false,
    ...overrides,
  };
}

/** Read by scripts and tests only, never by the product. */
const TOOL_VARIABLES = new Set(['SHEBERLIK_LONG', 'SHEBERLIK_NO_POPPLER', 'SHEBERLIK_FAULT', 'SHEBERLIK_CWD']);
