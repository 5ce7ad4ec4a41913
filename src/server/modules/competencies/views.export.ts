import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { ExportedFile } from '#server/platform/tabular/export.ts';
import { showComparison, type CompareWish } from './compare.service.ts';
import { showCoverage } from './coverage.service.ts';
import { showGrowth } from './growth.service.ts';
import { showMap, type MapWish } from './map.service.ts';
import type { MapCell, MapFigure } from './map.rule.ts';
import { fileWords, viewFile, type FileCell, type FileWords, type ViewFormat } from './views-file.ts';

const cellOf = (words: FileWords, figure: MapFigure, cell: Pick<MapCell, 'value' | 'isHidden'> | undefined): FileCell => {
  if (!cell || cell.isHidden) return cell ? words.t('people.figures.hidden') : '';
  return figure === 'met' || figure === 'rated' ? words.share(cell.value) : words.step(cell.value);
};
const figureName = ({ t }: FileWords, figure: MapFigure) => (figure === 'met' || figure === 'rated' ? t('growth.file.percent', { name: t(`growth.map.figure_${figure}`) }) : t(`growth.map.figure_${figure}`));
const columnName = ({ say }: FileWords, { code, title }: { code: string; title: Parameters<FileWords['say']>[0] }) => [code, say(title)].filter(Boolean).join('. ');

async function dated(ctx: Ctx, { fmt }: FileWords): Promise<string> {
  return fmt.date(ctx.clock.now(), (await networkOf(ctx)).timeZone);
}

/** The heat map as a file; what the page hides is hidden here, too. Errors as in `showMap`, `paper.busy` (503). */
export async function exportMapFor(ctx: Ctx, wish: MapWish & { figure: MapFigure }, format: ViewFormat): Promise<ExportedFile> {
  const words = fileWords(ctx);
  const { t } = words;
  const map = await showMap(ctx, wish);
  const place = map.district?.name ?? t('growth.map.all_districts');
  return viewFile(
    ctx,
    {
      title: t('growth.map.title'),
      caption: t('growth.map.caption', { figure: figureName(words, map.figure), place, date: await dated(ctx, words) }),
      columns: [
        { title: map.district ? t('growth.map.library') : t('people.figures.district'), width: 4, isText: true },
        { title: t('growth.map.people'), width: 1.2 },
        ...map.columns.map((column) => ({ title: columnName(words, column), width: 1.6 })),
      ],
      rows: [
        ...map.rows.map(({ name, headcount, cells }) => [name, words.count(headcount), ...cells.map((cell) => cellOf(words, map.figure, cell))]),
        [t('ui.table.total'), words.count(map.total.headcount), ...map.total.cells.map((cell) => cellOf(words, map.figure, cell))],
      ],
    },
    format,
  );
}

/** Coverage as a file. Errors as in `showCoverage`, `paper.busy` (503). */
export async function exportCoverageFor(ctx: Ctx, wish: MapWish, format: ViewFormat): Promise<ExportedFile> {
  const words = fileWords(ctx);
  const { t, say } = words;
  const coverage = await showCoverage(ctx, wish);
  const steps = coverage.version.steps.map(({ step, label }) => ({ step, label: say(label) })).sort((a, b) => a.step - b.step);
  return viewFile(
    ctx,
    {
      title: t('growth.coverage.title'),
      caption: t('growth.coverage.caption', { place: coverage.district?.name ?? t('growth.map.all_districts'), date: await dated(ctx, words) }),
      columns: [
        { title: t('competencies.data.competency'), width: 5, isText: true },
        ...steps.map(({ step, label }) => ({ title: t('growth.coverage.step', { step, label }), width: 1.6 })),
        ...(['people', 'without', 'single', 'unrated'] as const).map((key) => ({ title: t(`growth.coverage.${key}`), width: 1.8 })),
      ],
      rows: coverage.lines.map(({ item, steps: counts, people, without, single, unrated }) => [
        columnName(words, item),
        ...steps.map((_, at) => (counts ? words.count(counts[at] ?? 0) : t('people.figures.hidden'))),
        people === null ? t('people.figures.hidden') : words.count(people),
        ...[without, single, unrated].map(words.count),
      ]),
    },
    format,
  );
}

/** Two moments side by side as a file. Errors as in `showComparison`, `paper.busy` (503). */
export async function exportComparisonFor(ctx: Ctx, wish: CompareWish, format: ViewFormat): Promise<ExportedFile> {
  const words = fileWords(ctx);
  const { t, fmt } = words;
  const compared = await showComparison(ctx, wish);
  const month = (value: string | null) => (value === null ? t('growth.history.now') : fmt.monthYear(new Date(`${value}T12:00:00Z`), 'UTC'));
  const figure = (value: number | null) => (compared.figure === 'mean' ? words.step(value) : words.share(value));
  const people = (value: number | null) => (value === null ? t('people.figures.hidden') : words.count(value));
  const byDistrict = compared.rows === 'districts';
  const base = (cell: MapCell) => (cell.isHidden ? t('people.figures.hidden') : words.count(cell.base));
  return viewFile(
    ctx,
    {
      title: t('growth.compare.title'),
      caption: t('growth.compare.caption', { figure: figureName(words, compared.figure), place: compared.district?.name ?? t('growth.map.all_districts'), from: month(compared.from), until: month(compared.until) }),
      columns: [
        { title: byDistrict ? t('people.figures.district') : compared.area ? t('competencies.data.competency') : t('growth.profile.area'), width: 4, isText: true },
        ...[month(compared.from), month(compared.until), t('growth.history.change'), t('growth.compare.base_before'), t('growth.compare.base_after')].map((title) => ({ title, width: 1.6 })),
        ...(byDistrict ? [t('growth.compare.came'), t('growth.compare.left')].map((title) => ({ title, width: 1.2 })) : []),
      ],
      rows: compared.lines.map((line) => [
        line.column ? columnName(words, line.column) : line.name,
        ...[line.before, line.after].map((cell) => cellOf(words, compared.figure, cell)),
        figure(line.change),
        ...[line.before, line.after].map(base),
        ...(byDistrict ? [people(line.came), people(line.left)] : []),
      ]),
    },
    format,
  );
}

/** What a person can do, as a file: as her page shows it to the reader. Errors as in `showGrowth`, `paper.busy` (503). */
export async function exportGrowthFor(ctx: Ctx, personId: string, frameworkId: string | null, format: ViewFormat): Promise<ExportedFile> {
  const words = fileWords(ctx);
  const { t, say } = words;
  const { person, version, lines, profile, isTargetHidden } = await showGrowth(ctx, personId, frameworkId);
  const hasTarget = profile !== null && !isTargetHidden;
  const label = (step: number) => say(version.steps.find((one) => one.step === step)?.label);
  const name = [person.familyName, person.givenName].filter(Boolean).join(' ');
  const standing = (gap: NonNullable<(typeof lines)[number]['gap']>) => (gap.standing === 'gap' ? t('competencies.growth.standing_gap', { size: gap.size }) : t(`competencies.growth.standing_${gap.standing}`));
  return viewFile(
    ctx,
    {
      title: t('competencies.growth.of', { name }),
      caption: [say(version.title), say(person.positionName), say(person.organisationName)].filter(Boolean).join(', '),
      columns: [
        { title: t('competencies.data.competency'), width: 5, isText: true },
        { title: t('competencies.growth.column_level'), width: 1 },
        { title: t('growth.file.label'), width: 2, isText: true },
        ...(hasTarget ? [{ title: t('competencies.growth.column_target'), width: 1 }, { title: t('growth.file.standing'), width: 2, isText: true }] : []),
        { title: t('growth.file.ratings'), width: 1 },
      ],
      rows: lines
        .filter(({ item }) => item.kind === 'competency')
        .map(({ item, level, target, gap, ratings }) => [
          columnName(words, item),
          words.count(level?.step ?? null),
          level ? label(level.step) : '',
          ...(hasTarget ? [words.count(target?.least ?? null), gap ? standing(gap) : ''] : []),
          words.count(ratings.length),
        ]),
    },
    format,
  );
}
