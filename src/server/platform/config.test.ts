import { describe, expect, it } from 'vitest';
import { readArguments } from '../arguments.ts';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('has defaults that listen on this machine only', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4870, trustedProxies: 0, databaseUrl: null, smtpUrl: null, workerInside: true });
  });
  it('takes an empty variable for an absent one', () => expect(readConfig({ DATABASE_URL: '', SHEBERLIK_PORT: '' }).port).toBe(4870));
  it('names everything that is wrong at once', () => {
    expect(() => readConfig({ SHEBERLIK_PORT: '99999', DATABASE_URL: 'mysql://x', SHEBERLIK_LOG_LEVEL: 'loud' })).toThrow(/DATABASE_URL[\s\S]*SHEBERLIK_PORT[\s\S]*SHEBERLIK_LOG_LEVEL/);
  });
  it('refuses a setting it does not know: a slip in a name must not pass unseen', () => {
    expect(() => readConfig({ SHEBERLIK_PROT: '80' })).toThrow('Unknown settings: SHEBERLIK_PROT');
  });
});

describe('the command line', () => {
  it('reads what the README names', () => {
    expect(readArguments(['--demo', '--port', '0', '--host', '::1', '--seed', '7', '--today', '2026-05-18', '--size', '3'])).toEqual({
      demo: true,
      seed: 7,
      today: '2026-05-18',
      size: 3,
      config: { port: 0, host: '::1' },
    });
  });
  it.each([
    [['--port', 'x'], '--port takes a whole number from 0 to 65535'],
    [['--today', '18.05.2026'], '--today takes a date such as'],
    [['--prot', '1'], 'Known: --port N'],
  ])('%j is answered by a sentence', (argv, sentence) => expect(() => readArguments(argv)).toThrow(sentence));
});
