import { defineWords } from '../../words/define-words';

/** What several screens of the desk say. */
export const words = defineWords('operator', {
  zh: {
    'approvals.title': '待办审批',
    'approvals.what': '提议人与复核人看到同一内容哈希；自己提出的事项须由他人复核。',
    proposed: '提议已提交，还差 {{left}} 人复核，流水号 {{seq}}。',
    'proposed.open': '查看提议',
  },
  en: {
    'approvals.title': 'Approvals',
    'approvals.what':
      'Whoever proposes and whoever approves see the same hash; what you proposed is approved by somebody else.',
    proposed: 'Proposed; {{left}} signature(s) missing, record {{seq}}.',
    'proposed.open': 'Open the proposal',
  },
});
