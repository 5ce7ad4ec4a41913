import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * Logs carry ids, codes and durations, never names, addresses or tokens. What might still slip in through an error object
 * (SQL parameters, headers) is cut out here, so that one careless call does not become a leak.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    redact: {
      paths: ['*.email', '*.password', '*.token', '*.cookie', '*.authorization', 'err.detail', 'err.where', 'err.parameters', 'req.headers'],
      remove: true,
    },
    serializers: {
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        // PostgreSQL repeats the values of a failed row in `detail`; the message holds only names of constraints.
        message: error.message,
        stack: error.stack,
      }),
    },
  });
}
