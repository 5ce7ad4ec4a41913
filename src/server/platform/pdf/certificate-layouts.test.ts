import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, translator, type Locale } from '#lib/i18n/index.ts';
import { samplePicture } from '#server/seed/sample-pictures.ts';
import { longCertificate, SAMPLE_MOMENT, sampleCertificate } from '#server/testing/pdf-samples.ts';
import { createPdfRenderer, signatureAlt, type CertificateData, type PdfRenderer, type PdfStandard } from './index.ts';

// Certificates by templates of organisations, judged by poppler and qpdf. veraPDF is in no registry we may use: what it would look at in an
// archive copy is looked at here by itself.
const without = process.env['SHEBERLIK_NO_POPPLER'] === '1';
const LAYOUTS = ['certificate', 'certificate-portrait', 'certificate-bilingual'] as const;
type Layout = (typeof LAYOUTS)[number];

let renderer: PdfRenderer;
let folder: string;
const warnings: string[] = [];
const images = { logo: samplePicture('logo'), seal: samplePicture('seal'), pen: samplePicture('signature') };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sheberlik-layouts-'));
  renderer = createPdfRenderer({ onWarning: (warning) => warnings.push(warning) });
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true, force: true });
  expect(warnings).toEqual([]);
});

function tool(name: string, args: string[]): Buffer {
  const run = spawnSync(name, args, { maxBuffer: 64_000_000 });
  if (run.error) throw new Error(`${name} is needed to judge the documents: install poppler-utils and qpdf, or set SHEBERLIK_NO_POPPLER=1`);
  return run.stdout;
}

const squeezed = (text: string): string => text.replace(/[\s\u200b\u00ad\u00a0\u202f]+/gu, '');
const secondOf = (lang: Locale): Locale => (lang === 'ru' ? 'kk' : 'ru');
const CLOSING: Readonly<Record<Locale, string>> = { kk: 'Алғыс айтамыз', ru: 'Благодарим за труд', en: 'With thanks', ky: 'Ыраазычылык билдиребиз', be: 'Дзякуем за працу', hy: 'Շնորհակալություն' };

/** A certificate with everything that a template can put on it. */
function designed(lang: Locale, make: (lang: Locale) => CertificateData = sampleCertificate): CertificateData {
  const half = (locale: Locale) => {
    const t = translator(locale);
    const data = make(locale);
    return {
      ...data,
      closing: CLOSING[locale],
      competenciesLine: t('pdf.certificate.competencies', { names: t('templates.sample.competency_first') }),
      signatories: data.signatories.map((one) => ({ ...one, signature: { image: 'pen', alt: signatureAlt(t, one.name) } })),
    };
  };
  const { name: _name, number: _number, watermark: _watermark, ...second } = half(secondOf(lang));
  const t = translator(lang);
  return {
    ...half(lang),
    design: {
      accent: '#1f6b3b',
      accentDeep: '#1f6b3b',
      ornament: true,
      logo: { image: 'logo', alt: t('pdf.certificate.logo', { organisation: lang }), altSecond: translator(secondOf(lang))('pdf.certificate.logo', { organisation: lang }) },
      seal: { image: 'seal', alt: t('pdf.certificate.seal', { organisation: lang }) },
    },
    second: { ...second, lang: secondOf(lang) },
  };
}

async function make(layout: Layout, data: CertificateData, standard: PdfStandard = 'ua-1'): Promise<string> {
  const pdf = await renderer.render({ template: layout, data, images, standard, createdAt: SAMPLE_MOMENT });
  const file = join(folder, `${Math.random().toString(36).slice(2)}.pdf`);
  writeFileSync(file, pdf);
  return file;
}

const info = (file: string): string => tool('pdfinfo', [file]).toString();
const words = (file: string): string => squeezed(tool('pdftotext', ['-raw', file, '-']).toString());
const plain = (file: string): string => tool('qpdf', ['--qdf', '--object-streams=disable', file, '-']).toString('latin1');
const isClean = (file: string): boolean => tool('qpdf', ['--check', file]).toString().includes('No syntax or stream encoding errors found');

/** What must stand on the paper of one half, in its order. */
const linesOf = ({ texts, ...data }: Pick<CertificateData, 'texts'> & NonNullable<CertificateData['second']>): string[] =>
  [data.organisation, texts.title.toUpperCase(), texts.before, texts.after, data.eventKind, data.eventTitle, data.dates, data.minutesLine, data.ruleLine, data.competenciesLine, data.closing, ...data.signatories.flatMap(({ name, post }) => [name, post]), texts.number, data.issuedOn].filter((line) => line !== null && line !== undefined);

describe('a certificate by a template', () => {
  it.each(LOCALES)('says everything in %s, in every layout, on one page, tagged', { skip: without, timeout: 60_000 }, async (lang) => {
    for (const layout of LAYOUTS) {
      const data = designed(lang);
      const file = await make(layout, data);
      expect(info(file)).toMatch(/^Pages:\s+1$/mu);
      expect(info(file)).toMatch(/^Tagged:\s+yes$/mu);
      expect(info(file)).toMatch(layout === 'certificate-portrait' ? /595\.\d+ x 841\.\d+ pts/ : /841\.\d+ x 595\.\d+ pts/);
      expect(isClean(file)).toBe(true);
      const text = words(file);
      const first = linesOf({ ...data, lang });
      expect(first.filter((line) => !text.includes(squeezed(line))), layout).toEqual([]);
      for (const line of [data.name, data.number, data.verifyCode ?? '']) expect(text, layout).toContain(squeezed(line));
      const qdf = plain(file);
      expect(qdf).toContain(`/Lang (${lang})`);
      expect(qdf).toContain('<pdfuaid:part>1</pdfuaid:part>');
      if (layout !== 'certificate-bilingual') continue;
      const other = secondOf(lang);
      const { second } = data;
      const lines = linesOf(second!);
      expect(lines.filter((line) => !text.includes(squeezed(line)))).toEqual([]);
      expect(qdf).toContain(`/Lang (${other})`);
      // The first half is whole before the second begins.
      const begins = text.indexOf(squeezed(second!.texts.title.toUpperCase()));
      expect(text.indexOf(squeezed(data.issuedOn))).toBeLessThan(begins);
      expect(text.lastIndexOf(squeezed(second!.dates))).toBeGreaterThan(begins);
      expect(text.lastIndexOf(squeezed(data.verifyCode ?? ''))).toBeGreaterThan(text.indexOf(squeezed(second!.issuedOn)));
    }
  });

  it.each(LAYOUTS)('gives the same bytes for the same record, and other bytes for another colour: %s', async (layout) => {
    const hash = async (data: CertificateData) => createHash('sha256').update(await renderer.render({ template: layout, data, images, createdAt: SAMPLE_MOMENT })).digest('hex');
    const data = designed('kk');
    const first = await hash(data);
    expect(await hash(structuredClone(data))).toBe(first);
    expect(await hash({ ...data, design: { ...data.design!, accent: '#8a5b00' } })).not.toBe(first);
  });

  it.each(LAYOUTS)('is refused without a description of logo, seal or signature: %s', async (layout) => {
    const data = designed('ru');
    const bare: CertificateData[] = [
      { ...data, design: { ...data.design!, seal: { image: 'seal', alt: '' } } },
      { ...data, design: { ...data.design!, logo: { image: 'logo', alt: '', altSecond: '' } } },
      { ...data, signatories: data.signatories.map((one) => ({ ...one, signature: { image: 'pen', alt: '' } })) },
    ];
    for (const one of bare) await expect(make(layout, one)).rejects.toMatchObject({ code: 'pdf.refused', reasons: ['PDF/UA-1 error: missing alt text'] });
  });

  it('stays on one page whatever the names and titles are', { skip: without, timeout: 120_000 }, async () => {
    const letters = fc.constantFrom(...'абвгдежзиклмнопрстуәғқңөұүһіўÀaաբգ0123456789'.split(''), ' ', ' ', '-', '’');
    const text = (max: number) => fc.string({ unit: letters, minLength: 1, maxLength: max });
    const long = (max: number) => fc.oneof(text(max), fc.constant('Ш'.repeat(max)), fc.constant('Ұзын сөз '.repeat(Math.ceil(max / 9)).slice(0, max)));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LAYOUTS), fc.constantFrom(...LOCALES), long(120), long(300), long(250), long(400), long(250), fc.integer({ min: 0, max: 3 }), async (layout, lang, name, eventTitle, organisation, closing, post, signs) => {
        const data = designed(lang, longCertificate);
        const signatories = data.signatories.slice(0, signs).map((one) => ({ ...one, post, name: name.slice(0, 120) }));
        const file = await make(layout, { ...data, name, eventTitle, organisation, closing, signatories, second: { ...data.second!, eventTitle, organisation, closing, signatories } });
        expect(info(file)).toMatch(/^Pages:\s+1$/mu);
        expect(isClean(file)).toBe(true);
        const said = words(file);
        expect(said).toContain(data.number);
      }),
      { numRuns: 24 },
    );
  });
});

describe('an archive copy', () => {
  it.each(LOCALES)('is PDF/A-3a with its credential inside: %s', { skip: without, timeout: 60_000 }, async (lang) => {
    for (const layout of LAYOUTS) {
      const file = await make(layout, { ...designed(lang), credential: '{"a":1}' }, 'a-3a');
      expect(isClean(file)).toBe(true);
      expect(info(file)).toMatch(/^Tagged:\s+yes$/mu);
      expect(info(file)).toMatch(/^Title:\s+\S/mu);
      const qdf = plain(file);
      expect(qdf).toContain('<pdfaid:part>3</pdfaid:part>');
      expect(qdf).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
      expect(qdf).toMatch(/\/OutputIntents \d+ 0 R|\/OutputIntents \[/);
      expect(qdf).toContain('/S /GTS_PDFA1');
      expect(qdf).toContain('/DestOutputProfile');
      expect(qdf).toContain('/AFRelationship /Data');
      expect(qdf).toContain('/MarkInfo');
      expect(qdf).toContain('/StructTreeRoot');
      expect(qdf).toContain(`/Lang (${lang})`);
      expect(qdf).not.toMatch(/\/Encrypt |\/JavaScript|\/Launch /);
      // Every font travels inside.
      const fonts = tool('pdffonts', [file]).toString().split('\n').slice(2).filter(Boolean);
      expect(fonts.length).toBeGreaterThan(0);
      expect(fonts.filter((line) => !/\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$/.test(line))).toEqual([]);
      expect(tool('pdfdetach', ['-list', file]).toString()).toContain('credential.json');
    }
  });
});
