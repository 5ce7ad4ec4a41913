import { translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportCell, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { FIGURE_TABLES, readFigures, type FigureRow, type FigureTable } from './figures.service.ts';

type Counted = Omit<FigureRow, 'districtId' | 'name' | 'own'>;

/** The figures as a file: districts below one another, every class in its column, what the page hides hidden here, too. Error: `page.not_found`. */
export async function exportFiguresFor(ctx: Ctx, format: ExportFormat): Promise<ExportedFile> {
  const t = translator(ctx.locale);
  const figures = await readFigures(ctx);
  const tables = Object.entries(FIGURE_TABLES) as [FigureTable, readonly string[]][];
  const cells = (row: Counted): ExportCell[] => [
    { date: figures.asOf },
    row.headcount,
    row.staff,
    row.units,
    row.occupied,
    row.vacant,
    // Nothing in the staffing table: there is no share, which is not a share of nought.
    row.units > 0 ? Math.round((row.vacant / row.units) * 1000) / 10 : null,
    ...tables.flatMap(([table, keys]) => keys.map((_, at) => row.cells[table]?.[at] ?? t('people.figures.hidden'))),
  ];
  return exportFile(
    {
      title: t('people.figures.title'),
      columns: [
        { title: t('people.figures.district'), width: 40 },
        { title: t('people.figures.as_of'), width: 14 },
        ...(['headcount', 'staff', 'units', 'occupied', 'vacant'] as const).map((key) => ({ title: t(`people.figures.column_${key}`), width: 16 })),
        { title: t('people.figures.rate_percent'), width: 18 },
        ...tables.flatMap(([table, keys]) => keys.map((key) => ({ title: t('people.figures.class_of', { table: t(`people.figures.table_${table}`), name: t(`people.figures.class_${key as 'library'}`) }), width: 18 }))),
      ],
      rows: [...figures.rows.map((row) => [row.name, ...cells(row)]), [t('ui.table.total'), ...cells(figures.total)]],
    },
    format,
    ctx.locale,
  );
}
