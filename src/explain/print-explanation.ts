import type { Explanation, Language, Step } from './explanation.js';

const WORDS = {
  zh: {
    order: '申报',
    trade: '成交',
    rejection: '拒绝',
    balance: '余额',
    rule: '规则',
    basis: '依据',
    rounding: '舍入',
    agrees: '复算一致:每一步的结果与记录相同。',
    differs: '复算不一致:记录的数字与规则推出的不同。',
  },
  en: {
    order: 'order',
    trade: 'trade',
    rejection: 'rejection',
    balance: 'balance',
    rule: 'rule',
    basis: 'basis',
    rounding: 'rounding',
    agrees: 'Reckoned again, every step gives what is written down.',
    differs: 'RECKONED AGAIN, A STEP DOES NOT GIVE WHAT IS WRITTEN DOWN.',
  },
} as const;

/** A whole explanation in one language, as data: what a person reads is text, what a program compares is not. */
export function inLanguage({ subject, steps, agrees }: Explanation, language: Language): object {
  const shown = steps.map(({ what, rounding, ...step }) => ({
    what: what[language],
    ...step,
    ...(rounding !== undefined && { rounding: rounding[language] }),
  }));
  return { subject, steps: shown, agrees };
}

export function printExplanation({ subject, steps, agrees }: Explanation, language: Language): string {
  const words = WORDS[language];
  return [
    `${words[subject.kind]} ${subject.id}`,
    ...steps.map((step, i) => `${String(i + 1).padStart(2)}. ${stepLines(step, language).join('\n    ')}`),
    agrees ? words.agrees : words.differs,
  ].join('\n');
}

function stepLines({ what, reckoning, inputs, rule, rounding, result }: Step, language: Language): string[] {
  const words = WORDS[language];
  const given = Object.entries(inputs).map(([name, value]) => `${name} ${value}`);
  return [
    `${what[language]}: ${result}`,
    ...(reckoning === result ? [] : [reckoning]),
    ...(given.length === 0 ? [] : [given.join(', ')]),
    ...(rounding === undefined ? [] : [`${words.rounding}: ${rounding[language]}`]),
    ...(rule === undefined
      ? []
      : [
          `${words.rule}: ${rule.pack} ${rule.key} = ${rule.value} ${rule.unit} (${rule.status})`,
          `${words.basis}: ${rule.legalBasis}`,
        ]),
  ];
}
