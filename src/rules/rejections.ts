/** Every refusal of this context: HTTP status and both languages. */
export const rulesRejections = {
  'rules.invalid_pack': {
    status: 422,
    zh: '规则包内容不符合格式',
    en: 'The rule pack does not follow its schema',
  },
  'rules.version_exists': {
    status: 409,
    zh: '该版本规则包已存在',
    en: 'This version of the rule pack exists already',
  },
  'rules.retroactive': {
    status: 422,
    zh: '规则不得追溯生效',
    en: 'Rules take effect from a later day, never from today or before',
  },
  'rules.unknown_draft': { status: 404, zh: '规则包草案不存在', en: 'There is no such draft' },
  'rules.draft_finished': {
    status: 409,
    zh: '该草案已发布或已作废',
    en: 'The draft has been published or discarded',
  },
  'rules.not_the_draft': {
    status: 422,
    zh: '所提规则包与草案内容不一致',
    en: 'The pack is not the text of the draft',
  },
  'rules.too_many_drafts': {
    status: 409,
    zh: '未完结的草案过多',
    en: 'Too many drafts are open; discard one first',
  },
  'rules.unknown_dry_run': { status: 404, zh: '试运行不存在', en: 'There is no such dry run' },
  'rules.dry_run_empty': {
    status: 422,
    zh: '所选期间没有交易日',
    en: 'No trading day opened in this period',
  },
  'rules.dry_run_too_long': {
    status: 422,
    zh: '所选期间的指令过多',
    en: 'The period has more commands than a dry run decides',
  },
  'rules.too_many_dry_runs': {
    status: 409,
    zh: '等待中的试运行过多',
    en: 'Too many dry runs wait; try again later',
  },
  'rules.unknown_pack': { status: 404, zh: '规则包不存在', en: 'There is no such rule pack' },
} as const;
