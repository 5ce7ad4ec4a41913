import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, translator } from '#lib/i18n/index.ts';
import {
  fill,
  longCertificate,
  SAMPLE_MOMENT,
  sampleCards,
  sampleCertificate,
  sampleLetter,
  sampleOwnData,
  samplePlan,
  sampleList,
  sampleProgramme,
  sampleSheet,
  sampleSignInCards,
} from '#server/testing/pdf-samples.ts';
import { certificateLines, createPdfRenderer, qrSvg, signatureAlt, unprintable } from './index.ts';
import type { CertificateData, PdfJob, PdfRenderer, TemplateName } from './index.ts';

// What a reader, a printer and a screen reader get. The outside judges are poppler, qpdf and zbar (Debian: poppler-utils, qpdf,
// zbar-tools). Without them these tests fail, unless somebody says aloud that the machine has none.
const without = process.env['SHEBERLIK_NO_POPPLER'] === '1';

let renderer: PdfRenderer;
let folder: string;
const warnings: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sheberlik-pdf-'));
  renderer = createPdfRenderer({ onWarning: (warning) => warnings.push(warning) });
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true, force: true });
  expect(warnings).toEqual([]);
});

function tool(name: string, args: string[]): Buffer {
  const run = spawnSync(name, args, { maxBuffer: 64_000_000 });
  if (run.error) {
    throw new Error(
      `${name} is needed to judge the documents: install poppler-utils, qpdf and zbar-tools, or set SHEBERLIK_NO_POPPLER=1`,
    );
  }
  // qpdf and zbarimg tell what they found by their exit code; the callers look at what was written.
  return run.stdout;
}

async function make<T extends TemplateName>(job: Omit<PdfJob<T>, 'createdAt'>): Promise<string> {
  const pdf = await renderer.render({ ...job, createdAt: SAMPLE_MOMENT } as PdfJob<T>);
  const file = join(folder, `${job.template}-${Math.random().toString(36).slice(2)}.pdf`);
  writeFileSync(file, pdf);
  return file;
}

const info = (file: string): string => tool('pdfinfo', [file]).toString();
const pages = (file: string): number => Number(/^Pages:\s+(\d+)$/mu.exec(info(file))?.[1]);
/** Without spaces: lines break where they will. */
const words = (file: string): string => squeezed(tool('pdftotext', ['-raw', file, '-']).toString());
const squeezed = (text: string): string => text.replace(/[\s\u200b\u00ad\u00a0\u202f]+/gu, '');

const ALPHABETS: Record<string, string> = {
  kk: 'АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя',
  ru: 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  en: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  ky: 'АаБбВвГгДдЕеЁёЖжЗзИиЙйКкЛлМмНнҢңОоӨөПпРрСсТтУуҮүФфХхЦцЧчШшЩщЪъЫыЬьЭэЮюЯя',
  be: 'АаБбВвГгДдЕеЁёЖжЗзІіЙйКкЛлМмНнОоПпРрСсТтУуЎўФфХхЦцЧчШшЫыЬьЭэЮюЯя',
  hy: 'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև',
};
const SIGNS = '₸⃀«»„“”‘’–—…№§·՝՛՞։.,:;!?()%&+/';

describe('every document', () => {
  it.each(LOCALES)('is whole, tagged and told its language in %s', { skip: without, timeout: 60_000 }, async (lang) => {
    const files = [
      await make({ template: 'certificate', data: sampleCertificate(lang) }),
      await make({ template: 'information-letter', data: sampleLetter(lang) }),
      await make({ template: 'programme', data: sampleProgramme(lang) }),
      await make({ template: 'attendance-sheet', data: sampleSheet(lang) }),
      await make({ template: 'participant-card', data: sampleCards(lang) }),
      await make({ template: 'sign-in-card', data: sampleSignInCards(lang) }),
      await make({ template: 'own-data', data: sampleOwnData(lang) }),
      await make({ template: 'development-plan', data: samplePlan(lang) }),
      await make({ template: 'list', data: sampleList(lang) }),
    ];
    for (const file of files) {
      expect(info(file)).toMatch(/^Tagged:\s+yes$/mu);
      expect(info(file)).toMatch(/^Title:\s+\S/mu);
      const check = tool('qpdf', ['--check', file]).toString();
      expect(check).toContain('No syntax or stream encoding errors found');
      const plain = tool('qpdf', ['--qdf', '--object-streams=disable', file, '-']).toString('latin1');
      expect(plain).toContain(`/Lang (${lang})`);
      expect(plain).toContain('<pdfuaid:part>1</pdfuaid:part>');
    }
  });

  it.each(Object.entries(ALPHABETS))(
    'prints every letter of the alphabet and every sign: %s',
    { skip: without },
    async (lang, letters) => {
      const certificate = {
        ...sampleCertificate(lang as 'kk'),
        name: letters,
        organisation: letters,
        eventTitle: SIGNS,
        dates: SIGNS,
      };
      const text = words(await make({ template: 'certificate', data: certificate }));
      const apart = new Set(text);
      expect([...letters].filter((letter) => !apart.has(letter))).toEqual([]);
      expect([...SIGNS].filter((sign) => !apart.has(sign))).toEqual([]);
      // The name stands in serif, the organisation in sans: each must be found, in order and whole.
      expect(text.split(letters).length - 1).toBeGreaterThanOrEqual(2);
    },
  );

  it('is refused when a letter would be missing, and names the letter', async () => {
    const certificate = { ...sampleCertificate('en'), name: 'Nino 😀 ნინო' };
    await expect(make({ template: 'certificate', data: certificate })).rejects.toMatchObject({
      code: 'pdf.unprintable_text',
      characters: expect.arrayContaining(['😀', 'ნ']),
    });
    expect(unprintable('Nino 😀 ნინო')).toEqual(['😀', 'ნ', 'ი', 'ო']);
    expect(unprintable('Анна \u202eанаИ')).toEqual(['\u202e']);
    expect(unprintable(`${Object.values(ALPHABETS).join(' ')} ${SIGNS}`)).toEqual([]);
  });

  it('is refused when an image has no description', async () => {
    const signature = { image: 'pen', alt: '' };
    const data = { ...sampleCertificate('ru'), signatories: [{ post: 'Директор', name: 'Ж. Б. Ахметова', signature }] };
    const job = { template: 'certificate', data, images: { pen: await qrSvg('pen') } } as const;
    await expect(make(job)).rejects.toMatchObject({
      code: 'pdf.refused',
      reasons: ['PDF/UA-1 error: missing alt text'],
    });
    signature.alt = 'Подпись';
    await expect(make(job)).resolves.toBeTruthy();
  });

  it('takes data as text, never as markup', { skip: without }, async () => {
    const name = '#panic() *a* _b_ $x$ <c> @d \\ = `e` // f "g"';
    expect(words(await make({ template: 'certificate', data: { ...sampleCertificate('en'), name } }))).toContain(
      squeezed(name),
    );
  });

  it('is the same to the byte for the same data and moment, also from another child', async () => {
    const other = createPdfRenderer();
    const job: PdfJob<'certificate'> = {
      template: 'certificate',
      data: sampleCertificate('kk'),
      createdAt: SAMPLE_MOMENT,
    };
    const first = await renderer.render(job);
    await renderer.render({ ...job, data: sampleCertificate('hy') });
    expect(Buffer.compare(first, await renderer.render(job))).toBe(0);
    expect(Buffer.compare(first, await other.render(job))).toBe(0);
    expect(Buffer.compare(first, await renderer.render({ ...job, createdAt: new Date(0) }))).not.toBe(0);
    await other.close();
  });

  it('can be made for the archive as PDF/A', { skip: without }, async () => {
    for (const standard of ['a-2a', 'a-3a'] as const) {
      const file = await make({ template: 'certificate', data: sampleCertificate('kk'), standard });
      const plain = tool('qpdf', ['--qdf', '--object-streams=disable', file, '-']).toString('latin1');
      expect(plain).toContain(`<pdfaid:part>${standard[2]}</pdfaid:part>`);
      expect(plain).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    }
  });

  it('parts a word that no line can hold', { skip: without }, async () => {
    const data = {
      ...longCertificate('kk'),
      name: 'Ұ'.repeat(120),
      eventTitle: 'Ш'.repeat(250),
      organisation: 'W'.repeat(200),
    };
    const file = await make({ template: 'certificate', data });
    expect(pages(file)).toBe(1);
    for (const part of [data.name, data.eventTitle, data.organisation]) expect(words(file)).toContain(part);
    expectInsideFrame(await make({ template: 'certificate', data: withoutMark(data) }));
  });

  it.each(LOCALES)(
    'fits the longest data of the forms on one certificate in %s, nothing cut',
    { skip: without },
    async (lang) => {
      const data = longCertificate(lang);
      const file = await make({ template: 'certificate', data });
      expect(pages(file)).toBe(1);
      const text = words(file);
      for (const part of [
        data.name,
        data.eventTitle,
        data.organisation,
        data.roleLine,
        data.collectiveLine,
        data.legalLine,
        data.minutesLine,
        data.number,
        data.texts.demo,
      ]) {
        expect(text).toContain(squeezed(part ?? 'missing'));
      }
      expectInsideFrame(await make({ template: 'certificate', data: withoutMark(data) }));
    },
  );
});

/** The mark of a demonstration crosses everything on purpose; its sentence stays. */
const withoutMark = (data: CertificateData): CertificateData => ({ ...data, texts: { ...data.texts, demoMark: '' } });

/** No line of text leaves the frame of the certificate or covers another. */
function expectInsideFrame(file: string): void {
  const boxes = tool('pdftotext', ['-bbox-layout', file, '-']).toString();
  const lines = [...boxes.matchAll(/<line xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"/gu)].map(
    (match) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = match.slice(1).map(Number);
      return { left, top, right, bottom };
    },
  );
  expect(lines.length).toBeGreaterThan(10);
  for (const [index, line] of lines.entries()) {
    expect(Math.min(line.left, line.top)).toBeGreaterThan(50);
    expect(line.right).toBeLessThan(841.9 - 50);
    expect(line.bottom).toBeLessThan(595.3 - 50);
    for (const other of lines.slice(index + 1)) {
      const across = Math.min(line.right, other.right) - Math.max(line.left, other.left);
      const down = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top);
      // The box of a line holds its highest accent and lowest tail, so neighbours touch a little.
      const height = Math.min(line.bottom - line.top, other.bottom - other.top);
      if (across > 1) expect(down).toBeLessThan(height * 0.4);
    }
  }
}

describe('a certificate', () => {
  it('carries a QR code that leads to the check page', { skip: without }, async () => {
    for (const data of [sampleCertificate('kk'), longCertificate('ru')]) {
      const file = await make({ template: 'certificate', data });
      execFileSync('pdftoppm', ['-r', '110', '-gray', '-png', file, file], { stdio: 'ignore' });
      expect(
        tool('zbarimg', ['-q', '--raw', `${file}-1.png`])
          .toString()
          .trim(),
      ).toBe(data.verifyUrl);
    }
  });

  it('says that it is a demonstration to the eye and to the ear', { skip: without }, async () => {
    const data = sampleCertificate('kk');
    const plainFile = await make({ template: 'certificate', data });
    const demo = await make({ template: 'certificate', data: { ...data, watermark: 'demo' } });
    const sentence = squeezed(data.texts.demo);
    expect(words(plainFile)).not.toContain(sentence);
    expect(words(demo)).toContain(sentence);
    expect(squeezed(tool('pdfinfo', ['-struct-text', demo]).toString())).toContain(sentence);
    // The big mark stands on the slope, so that its letters come out scattered; it must not be read aloud letter by letter.
    const letters = (text: string): string => [...text].sort().join('');
    expect(letters(words(demo))).toBe(letters(words(plainFile) + sentence + squeezed(data.texts.demoMark)));
    expect(tool('pdfinfo', ['-struct-text', demo]).toString()).not.toContain('DEMO');
  });

  it('is read in the order of its meaning, name and title under one heading', { skip: without }, async () => {
    const data = sampleCertificate('ru');
    const structure = squeezed(
      tool('pdfinfo', ['-struct-text', await make({ template: 'certificate', data })]).toString(),
    );
    const order = [
      data.organisation,
      data.texts.before,
      data.name,
      data.texts.after,
      data.eventTitle,
      data.dates,
      data.number,
    ].map((part) => structure.indexOf(squeezed(part).slice(0, 20)));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(structure).toMatch(/H1/u);
  });

  it('shows a handwritten signature with its description', { skip: without }, async () => {
    const alt = signatureAlt(translator('kk'), 'Ж. Б. Ахметова');
    const data = {
      ...sampleCertificate('kk'),
      signatories: [{ post: 'Директор', name: 'Ж. Б. Ахметова', signature: { image: 'pen', alt } }],
    };
    const file = await make({ template: 'certificate', data, images: { pen: await qrSvg('a signature') } });
    const plain = tool('qpdf', ['--qdf', '--object-streams=disable', file, '-']);
    const utf16 = Buffer.from(alt, 'utf16le').swap16();
    expect(plain.includes(utf16) || plain.toString('latin1').toLowerCase().includes(utf16.toString('hex'))).toBe(true);
  });

  it('does not round a share up to the rule', () => {
    const lines = (share: number): string | null =>
      certificateLines(translator('en'), {
        minutes: null,
        academicHours: null,
        collectivePlace: null,
        talkTitle: null,
        statesNoQualification: false,
        rule: { kind: 'share', share, required: 0.85 },
      }).ruleLine;
    expect(lines(0.8499)).toContain('84%');
    expect(lines(0.85)).toContain('attendance 85%');
    expect(lines(0.29)).toContain('29%');
  });
});

describe('the working documents', () => {
  it('keep a letter within three pages and show every zone', { skip: without }, async () => {
    const data = sampleLetter('ru');
    const file = await make({ template: 'information-letter', data });
    expect(pages(file)).toBeLessThanOrEqual(3);
    const text = words(file);
    for (const part of [
      ...data.zones,
      data.hostZone,
      ...data.moments.flatMap((moment) => [moment.host, ...moment.local]),
    ]) {
      expect(text).toContain(squeezed(part));
    }
    execFileSync('pdftoppm', ['-r', '110', '-gray', '-png', file, file], { stdio: 'ignore' });
    const last = `${file}-${pages(file)}.png`;
    expect(tool('zbarimg', ['-q', '--raw', last]).toString().trim()).toBe(data.registerUrl);
  });

  it('number the pages of a programme and repeat the head of its tables', { skip: without }, async () => {
    const data = sampleProgramme('kk', 60);
    const file = await make({ template: 'programme', data });
    const count = pages(file);
    expect(count).toBeGreaterThan(4);
    const text = tool('pdftotext', [file, '-']).toString();
    for (let page = 1; page <= count; page += 1) expect(squeezed(text)).toContain(`${page}/${count}`);
    for (const page of text.split('\f').slice(0, -1)) expect(page).toContain(data.texts.talk);
  });

  it('leave a line for each name and for those who come unlisted', { skip: without }, async () => {
    const data = { ...sampleSheet('ru', 60), blankLines: 7 };
    const text = tool('pdftotext', ['-layout', await make({ template: 'attendance-sheet', data }), '-']).toString();
    expect(text).toMatch(/^\s*60\s.*60$/mu);
    expect(text).toMatch(/^\s*67\s*$/mu);
    expect(text).not.toMatch(/^\s*68\s*$/mu);
    expect(squeezed(text)).toContain(squeezed(data.rightStatement));
  });

  it('give every person a card with an own code, two on a page, also with long names', { skip: without }, async () => {
    const sample = sampleCards('be', 5);
    const cards = sample.cards.map((card) => ({
      ...card,
      name: fill(card.name, 120),
      organisation: fill('Бібліятэка', 200),
    }));
    const file = await make({
      template: 'participant-card',
      data: { ...sample, eventTitle: fill(sample.eventTitle, 250), cards, watermark: 'demo' },
    });
    expect(pages(file)).toBe(3);
    execFileSync('pdftoppm', ['-r', '90', '-gray', '-png', file, file], { stdio: 'ignore' });
    const found = [1, 2, 3].flatMap((page) =>
      tool('zbarimg', ['-q', '--raw', `${file}-${page}.png`])
        .toString()
        .trim()
        .split('\n'),
    );
    expect(found.sort()).toEqual(cards.map((card) => card.url).sort());
  });

  it('give eight people a sign-in card on a page, also with long names, and a QR code of the page only', { skip: without }, async () => {
    const sample = sampleSignInCards('hy', 9);
    const cards = sample.cards.map((card) => ({ ...card, name: fill(card.name, 120), signInName: fill(card.signInName, 110) }));
    const file = await make({ template: 'sign-in-card', data: { ...sample, network: fill(sample.network, 200), cards, watermark: 'demo' } });
    expect(pages(file)).toBe(2);
    const text = words(file);
    for (const { code, name } of cards) expect([text.includes(squeezed(code)), text.includes(squeezed(name))]).toEqual([true, true]);
    execFileSync('pdftoppm', ['-r', '120', '-gray', '-png', file, file], { stdio: 'ignore' });
    const found = [1, 2].map((page) => tool('zbarimg', ['-q', '--raw', `${file}-${page}.png`]).toString().trim().split('\n'));
    expect(found.map((codes) => codes.length)).toEqual([8, 1]);
    expect(new Set(found.flat())).toEqual(new Set([sample.address]));
  });
});
