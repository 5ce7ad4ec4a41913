import { getTestFor, listCasesFor, listTestsFor, publishTest, recordAttempt, scoreCase, type Answer, type ItemContent, type ItemType } from '#server/modules/assessment/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { createRandom, type Random } from './random.ts';

const DAY = 86_400_000;

/** A stream of chance for one item of one attempt: items are shuffled by ids, which are new in every demo, and the figures are to be the same. */
function chanceOf(attempt: number, { content }: { content: ItemContent }): Random {
  const words = content.stem.kk?.text ?? '';
  return createRandom([...words].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, attempt));
}

/** What somebody of this skill (0 to 1) answers: she knows it, or guesses. */
function answerOf(random: Random, skill: number, { type, content }: { type: ItemType; content: ItemContent }): Answer | null {
  const knows = random.chance(skill);
  const all = (count: number) => Array.from({ length: count }, (_, at) => at);
  const mixed = (count: number): number[] => {
    const order = all(count);
    const [a, b] = [random.int(0, count - 1), random.int(0, count - 1)];
    [order[a], order[b]] = [order[b] ?? 0, order[a] ?? 0];
    return random.chance(0.5) ? order : random.shuffle(order);
  };
  switch (type) {
    case 'single':
      return { choices: [knows ? content.options.findIndex(({ right }) => right) : random.int(0, content.options.length - 1)] };
    case 'multiple':
      return { choices: all(content.options.length).filter((at) => (knows || random.chance(0.6)) === content.options[at]?.right) };
    case 'order':
      return { places: knows ? all(content.options.length) : mixed(content.options.length) };
    case 'match':
      return { pairs: knows ? all(content.pairs.length) : mixed(content.pairs.length) };
    case 'numeric':
      return { number: knows ? (content.answer ?? 0) : Math.round((content.answer ?? 0) * random.pick([0.5, 0.9, 1.1, 2])) };
    case 'case':
      return { text: skill > 0.6 ? LONG : SHORT, file: null };
  }
}

const SHORT = 'Кітапханашы баланың не оқығанын ешкімге айтпауы керек еді. Енді ата-анасымен сөйлесіп, кешірім сұраған жөн.';
const LONG =
  'Екі ереже қайшы келген: оқу құпиясы және баланың қауіпсіздігіне қамқорлық. Кітапханашының үш жолы болды: ештеңе айтпай, баланың өзімен сөйлесу; психологқа ат атамай жүгіну; қауіп белгісі айқын болса, бірден көмек шақыру. ' +
  'Қазір: сынып жетекшісіне емес, баланың өзіне кешірім айтып, кітапхана оған ашық екенін білдіру.\n\nЖадынамаға: «Оқырманның не оқығаны үшінші адамға айтылмайды. Алаңдасаңыз, алдымен оқырманның өзімен сөйлесіңіз; өміріне қауіп көрсеңіз, бірден басшыға айтыңыз».';

/**
 * The three ready-made tests, published, and some forty attempts of librarians over three months, so that the figures of items show; one case that
 * waits (of the head of a library), and one attempt under way (of the specialist).
 */
export async function seedTests(system: Ctx, keeper: Actor, given: { seed: number; librarians: readonly string[]; head: string; specialist: string }): Promise<void> {
  const random = createRandom(given.seed);
  const now = system.clock.now().getTime();
  const at = (instant: number): Ctx => ({ ...system, actor: keeper, clock: offsetClock(instant - Date.now()) });
  const published = at(now - 95 * DAY);
  await inTransaction(published, async (past) => {
    for (const { id } of await listTestsFor(past)) await publishTest(past, id);
  });
  const tests = await Promise.all((await listTestsFor(published)).map(({ id }) => getTestFor(published, id)));
  const [b1, h3, m4] = ['B1', 'H3', 'M4'].map((code) => tests.find(({ competency }) => competency === code)?.id ?? '');
  const skills = new Map(given.librarians.map((id) => [id, 0.25 + 0.7 * random.next()]));
  const take = (past: Ctx, testId: string, personId: string, daysAgo: number, skill = skills.get(personId) ?? 0.6) => {
    const number = random.int(1, 1_000_000_000);
    const startedAt = new Date(now - daysAgo * DAY - random.int(0, 5) * 3600_000);
    return recordAttempt(past, { testId, personId, locale: random.chance(0.7) ? 'kk' : 'ru', startedAt, handedInAt: new Date(startedAt.getTime() + random.int(9, 28) * 60_000), answer: (item) => answerOf(chanceOf(number, item), skill, item) });
  };
  // Nobody of the staff sat there: attempts are of the demo's own making.
  const made = (instant: number): Ctx => ({ ...at(instant), actor: system.actor });
  await inTransaction(made(now), async (past) => {
    for (const [index, personId] of given.librarians.entries()) {
      if (index < 24 && b1) await take(past, b1, personId, 90 - 3.5 * index);
      if (index >= 8 && index < 22 && h3) await take(past, h3, personId, 80 - 3 * index);
    }
    if (m4) for (const personId of given.librarians.slice(2, 5)) await take(past, m4, personId, 40);
    if (b1) await take(past, b1, given.specialist, 20, 0.8);
  });
  if (!m4) return;
  const scored = at(now - 33 * DAY);
  await inTransaction(scored, async (past) => {
    for (const [index, { id }] of (await listCasesFor(past, {})).cases.entries()) {
      await scoreCase(past, id, { marks: [[2, 2, 3, 1, 2], [2, 1, 1, 0, 1], [1, 2, 2, 1, 0]][index % 3] ?? [], comment: ['Жақсы талдау: үш жол да салдарымен берілген.', 'Жолдарды салдарымен толықтырыңыз.', 'Жадынамаға не істеу керегін жазыңыз.'][index % 3] ?? '' });
    }
  });
  await inTransaction(made(now), async (past) => {
    await take(past, m4, given.head, 2, 0.8);
    await recordAttempt(past, { testId: m4, personId: given.specialist, locale: 'ru', startedAt: new Date(now - 3 * 3600_000), handedInAt: null, answer: (item) => (item.position <= 3 ? answerOf(chanceOf(given.seed, item), 0.8, item) : null) });
  });
}
