import { defineWords } from '../../words/define-words';

export const words = defineWords('regulator', {
  zh: { 'inbox.title': '待我办理', 'proposals.title': '提案记录' },
  en: { 'inbox.title': 'Waiting for you', 'proposals.title': 'Proposals' },
});
