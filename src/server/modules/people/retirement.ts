import type { Ctx } from '#server/platform/context.ts';
import { pensionDate } from './country-pensions.ts';
import { rulesOf } from './country-rules.service.ts';
import { networkOf } from './networks.service.ts';

const yearsBefore = (date: string, years: number): string => Temporal.PlainDate.from(date).subtract({ years }).toString();

/**
 * The latest birth date with which somebody of this sex has reached pension age by a day. Found by halving: who is older has reached it,
 * too. Where no rule speaks of a birth date, 65 years stand in.
 */
function bornBy(rules: Parameters<typeof pensionDate>[0], sex: 'male' | 'female', day: string): string {
  const base = Temporal.PlainDate.from(yearsBefore(day, 85));
  const reached = (days: number): boolean => {
    const born = base.add({ days }).toString();
    const found = pensionDate(rules, sex, born);
    return found ? found.latest <= day : born <= yearsBefore(day, 65);
  };
  let [low, high] = [0, 45 * 366];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (reached(middle)) low = middle;
    else high = middle - 1;
  }
  return base.add({ days: low }).toString();
}

/** Born on these days or before: reaches pension age within five years of `today`, by sex; and the earlier and the later of both for whom none is on record. */
export async function retirementDates(ctx: Ctx, today: string): Promise<{ womenBy: string; menBy: string; earlierBy: string; laterBy: string }> {
  const rules = await rulesOf(ctx, (await networkOf(ctx)).country);
  const inFiveYears = Temporal.PlainDate.from(today).add({ years: 5 }).toString();
  const [womenBy, menBy] = [bornBy(rules, 'female', inFiveYears), bornBy(rules, 'male', inFiveYears)];
  const [earlierBy = womenBy, laterBy = menBy] = [womenBy, menBy].sort();
  return { womenBy, menBy, earlierBy, laterBy };
}
