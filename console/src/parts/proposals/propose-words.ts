import { defineWords } from '../../words/define-words';

export const words = defineWords('parts.propose', {
  zh: {
    reason: '理由（记入日志，审批人可见）',
    authority: '决定机关（可选）',
    documentNo: '文书编号（可选）',
    until: '截止时间（可选；不填则直至解除）',
    made: '已提出，等待另一人审批。',
    'made.hash': '内容哈希（请与审批人核对）',
    'made.left': '还需签批人数',
    'made.seq': '日志第 {{seq}} 条',
    'made.open': '查看提案',
  },
  en: {
    reason: 'Reason (journalled; the checker reads it)',
    authority: 'Authority (optional)',
    documentNo: 'Document no. (optional)',
    until: 'Until (optional; without it, until released)',
    made: 'Proposed: it waits for another person.',
    'made.hash': 'Hash of the content (compare it with the checker)',
    'made.left': 'Signatures missing',
    'made.seq': 'Journal record {{seq}}',
    'made.open': 'Open the proposal',
  },
});
