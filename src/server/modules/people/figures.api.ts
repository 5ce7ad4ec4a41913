import { createRoute, z } from '@hono/zod-openapi';
import { json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { FIGURE_TABLES, readFigures, type FigureRow, type FigureTable } from './figures.service.ts';

const Classes = z.record(z.string(), z.int()).nullable();
const counted = {
  headcount: z.int().openapi({ description: 'Everybody at work there' }),
  staff: z.int().openapi({ description: 'Main personnel, each person once, by the main post: the denominator of every class' }),
  units: z.number().openapi({ description: 'Units of the staffing table; of 0 there is no share of vacancies' }),
  occupied: z.number(),
  vacant: z.number(),
  classes: z
    .object({ age: Classes, education: Classes, tenure: Classes, retirement: Classes })
    .openapi({ description: 'People by class; null: hidden, so that nobody can be pointed at, neither by the row nor by what is left of the total' }),
};
const Figures = z
  .object({
    asOf: z.iso.date(),
    districts: z.array(z.object({ districtId: z.uuid(), name: z.string(), ...counted })),
    total: z.object(counted),
  })
  .openapi('StaffFigures');

const classesOf = (row: Pick<FigureRow, 'cells'>) => {
  const of = (table: FigureTable) => {
    const cells = row.cells[table];
    return cells && Object.fromEntries(FIGURE_TABLES[table].map((key, at) => [key, cells[at] ?? 0]));
  };
  return { age: of('age'), education: of('education'), tenure: of('tenure'), retirement: of('retirement') };
};
const shown = ({ headcount, staff, units, occupied, vacant, cells }: Omit<FigureRow, 'districtId' | 'name' | 'own'>) => ({ headcount, staff, units, occupied, vacant, classes: classesOf({ cells }) });

/** The figures of the staff, as their page shows them. */
export function registerFiguresApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/figures', tags: ['People'], ...signedIn, summary: 'First figures of the staff by district; small ones hidden', responses: { 200: json(Figures, 'Of today'), ...problems } }),
    async (c) => {
      const { asOf, rows, total } = await readFigures(c.env.ctx);
      return c.json({ asOf, districts: rows.map((row) => ({ districtId: row.districtId, name: row.name, ...shown(row) })), total: shown(total) }, 200);
    },
  );
}
