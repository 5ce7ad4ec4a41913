import type { Formatters, T } from '#lib/i18n/index.ts';
import type { EligibilityRule } from '#server/modules/seminars/index.ts';

/** The certificate rule in words: "at least 85 % of the minutes …, at least 2 announced codes entered". */
export function ruleWords(t: T, fmt: Formatters, rule: EligibilityRule): string {
  switch (rule.kind) {
    case 'minutes_percent':
      return t('seminars.event.rule_percent', { percent: rule.atLeast / 100 });
    case 'minutes':
      return t('seminars.event.rule_minutes', { minutes: rule.atLeast });
    case 'codes':
      return t('seminars.event.rule_codes', { codes: rule.atLeast });
    case 'all_of':
    case 'any_of':
      return fmt.list(
        rule.rules.map((part) => ruleWords(t, fmt, part)),
        rule.kind === 'all_of' ? 'and' : 'or',
      );
  }
}
