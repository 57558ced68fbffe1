/** Every refusal of this context: HTTP status and both languages. */
export const approvalsRejections = {
  'approvals.unknown_action': { status: 422, zh: '没有此类审批事项', en: 'No such action can be proposed' },
  'approvals.too_many_pending': { status: 429, zh: '待审批事项过多', en: 'Too many proposals are waiting' },
  'approvals.missing_power': {
    status: 403,
    zh: '无权提交或审批此事项',
    en: 'You may not propose or approve this action',
  },
  'approvals.unknown_subject': { status: 404, zh: '账户不存在', en: 'There is no such account' },
  'approvals.unknown_proposal': { status: 404, zh: '审批事项不存在', en: 'There is no such proposal' },
  'approvals.not_pending': {
    status: 409,
    zh: '审批事项已办结',
    en: 'The proposal has already been finished',
  },
  'approvals.four_eyes': {
    status: 409,
    zh: '经办人与复核人不得为同一人',
    en: 'The checker must be another person than the maker and the earlier checkers',
  },
  'approvals.payload_mismatch': {
    status: 409,
    zh: '复核内容与提交内容的哈希不一致',
    en: 'What you approve is not what was proposed: the hashes differ',
  },
  'approvals.not_your_proposal': {
    status: 403,
    zh: '只有经办人可以撤回',
    en: 'Only its maker may withdraw a proposal',
  },
} as const;
