import { defineWords } from '../../words/define-words';

export const words = defineWords('registry', {
  zh: { 'inbox.title': '待我办理', 'proposals.title': '本单位的提案' },
  en: { 'inbox.title': 'Waiting for you', 'proposals.title': 'Proposals of your organisation' },
});
