import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes } from './browser.ts';

const web = browsing();
let child: ChildProcess | undefined;
let dataDir = '';

/** An empty installation, as `npm start` begins it; answers the address that stands on the console. */
async function startEmpty(): Promise<string> {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-first-'));
  child = spawn(process.execPath, ['src/main.ts', '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SHEBERLIK_LOG_LEVEL: 'warn' } });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let i = 0; i < 300; i++) {
    const found = /http:\/\/\S+first-run\?token=\S+/.exec(output);
    if (found) return found[0];
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no address on the console:\n${output}`);
}

afterEach(async () => {
  child?.kill('SIGTERM');
  await new Promise((resolve) => (child && child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
  await rm(dataDir, { recursive: true, force: true });
});

describe.each(modes(false))('the first run (JavaScript: $js)', ({ js }) => {
  it('makes the administrator, the network and the centre once, and says in words what is wrong before', async () => {
    const address = await startEmpty();
    const page = await web.visit({ js, width: 390 });
    await page.goto(address.replace('/en/', '/kk/'));
    await expectNoOverflow(page);
    if (js) await expectAccessible(page);
    await page.fill('[name=name]', 'Айгүл Жұмабекова');
    await page.fill('[name=email]', 'aigul-емес-пошта');
    await page.fill('[name=password]', 'қысқа');
    await page.fill('[name=network_name]', 'Павлодар облысының кітапханалары');
    await page.fill('[name=slug]', 'Павлодар!');
    await page.click('main form button');
    const problems = (await page.textContent('[role=alert]')) ?? '';
    expect(problems).toContain('Электрондық поштаны толық жазыңыз');
    expect(problems).toContain('Құпиясөз тым қысқа');
    expect(await page.inputValue('[name=network_name]')).toBe('Павлодар облысының кітапханалары');
    expect(await page.inputValue('[name=password]')).toBe('');
    if (js) await expectAccessible(page);

    await page.fill('[name=email]', 'aigul@kitaphana.example');
    await page.fill('[name=password]', 'бірнеше сөзден тұратын құпия');
    await page.fill('[name=slug]', 'pavlodar');
    await page.fill('[name=organisation_name]', 'Облыстық әдістемелік орталық');
    await page.fill('[name=code]', 'pvl');
    await page.selectOption('[name=country]', 'KZ');
    await page.selectOption('[name=time_zone]', 'Asia/Almaty');
    await page.fill('[name=data_location]', 'Павлодар қаласындағы сервер, Қазақстан');
    await page.click('main form button');
    await page.waitForURL(/\/kk\/my-day$/);
    expect(await page.textContent('header')).toContain('Айгүл Жұмабекова');

    const again = await web.visit({ js });
    const answer = await again.goto(address);
    expect(answer?.status()).toBe(410);
    expect(await again.textContent('main')).toContain('used already');
  });
});
