import { formatters, translator, type Locale } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { developmentPlanTexts, isPdfError, printable, type DevelopmentPlanData } from '#server/platform/pdf/index.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { showPlan, type PlanView } from './plan-view.service.ts';

/** A cell of a table is no place for a whole page. */
const LONGEST = 600;
const brief = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** A plan on paper, with lines for both to sign, in the language asked for. Errors: `page.not_found`, `paper.busy` (503). */
export async function planPdf(ctx: Ctx, planId: string, locale: Locale = ctx.locale): Promise<{ bytes: Uint8Array; name: string }> {
  const view = await showPlan(ctx, planId);
  const network = await networkOf(ctx);
  const data = paperOf(view, locale, ctx.clock.now(), network.isDemo);
  try {
    return { bytes: await ctx.platform.pdf.render({ template: 'development-plan', data: printable({ ...data, organisation: data.organisation || textIn(network.name, locale) }), createdAt: ctx.clock.now() }), name: `${data.texts.kind} ${data.name}.pdf` };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}

/** What the paper says. Pure. */
function paperOf({ plan, person, items, notes, timeZone }: PlanView, locale: Locale, now: Date, isDemo: boolean): DevelopmentPlanData {
  const t = translator(locale);
  const fmt = formatters(locale);
  const say = (text: LocalizedText | null): string => (text ? textIn(text, locale) : '');
  const day = (date: string): string => fmt.date(new Date(`${date}T12:00:00Z`), 'UTC');
  const steps = (from: number | null, to: number | null): string => (to === null ? '' : from === null ? fmt.number(to) : `${fmt.number(from)}–${fmt.number(to)}`);
  const evidenceOf = (pieces: PlanView['items'][number]['evidence']): string =>
    pieces.length === 0 ? '' : t('plans.paper.evidence', { titles: fmt.list(pieces.map(({ title, state }) => (state === 'accepted' ? say(title) : t('plans.evidence.with_state', { title: say(title), state: t(`evidence.state.${state}`) })))) });
  return {
    lang: locale,
    texts: developmentPlanTexts(t, fmt.date(now, timeZone)),
    organisation: say(person.organisationName),
    name: [person.familyName, person.givenName].filter(Boolean).join(' '),
    post: say(person.positionName),
    head: plan.reviewedName ?? plan.agreedName ?? '',
    facts: [
      { term: t('plans.field.period'), text: `${day(plan.fromOn)} – ${day(plan.untilOn)}` },
      { term: t('plans.field.review'), text: day(plan.reviewOn) },
      ...(plan.goal ? [{ term: t('plans.field.goal'), text: plan.goal }] : []),
      ...(plan.agreedAt ? [{ term: t('plans.field.agreed'), text: [plan.agreedName, fmt.date(plan.agreedAt, timeZone)].filter(Boolean).join(', ') }] : []),
    ],
    notice: plan.state === 'draft' || plan.state === 'proposed' ? t('plans.paper.draft') : '',
    columns: [t('plans.field.item'), t('plans.field.steps'), t('plans.field.action'), t('plans.field.due'), t('plans.field.result')],
    rows: items
      .filter(({ state }) => state !== 'dropped')
      .map((item) => [
        brief([item.code, item.title ?? say(item.competencyTitle)].filter(Boolean).join(' ')),
        steps(item.fromStep, item.toStep),
        brief([item.action === null ? '' : `${t(`plans.measure.${item.measure}`)}. ${item.action}`, item.offerTitle ?? '', item.hours === null ? '' : fmt.duration(item.hours * 60)].filter(Boolean).join('\n')),
        day(item.dueOn),
        brief([item.state === 'planned' ? '' : t(`plans.item_state.${item.state}`), item.doneOn === null ? '' : day(item.doneOn), item.reachedStep === null ? '' : t('plans.paper.reached', { step: item.reachedStep }), item.result ?? '', evidenceOf(item.evidence), item.reviewNote ?? ''].filter(Boolean).join('\n')),
      ]),
    words: [...(plan.summary ? [{ who: t('plans.field.summary'), text: plan.summary }] : []), ...notes.filter(({ kind }) => kind !== 'reviewed').slice(-5).map((note) => ({ who: [note.authorName ?? t('plans.note.nobody'), fmt.date(note.at, timeZone)].join(', '), text: brief(note.body) }))],
    watermark: isDemo ? 'demo' : null,
  };
}
