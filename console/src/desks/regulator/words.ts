import { defineWords } from '../../words/define-words';

export const words = defineWords('regulator', {
  zh: { 'inbox.title': '待我审批' },
  en: { 'inbox.title': 'Waiting for my approval' },
});
