import { defineWords } from '../../words/define-words';

export const words = defineWords('parts.inbox', {
  zh: {
    title: '待办',
    what: '要办什么',
    which: '对象',
    why: '为何由我办',
    due: '期限',
    'due.none': '未设期限',
    'due.day': '{{day}} 当日结束前',
    since: '自何时等待',
    consequence: '不办的后果',
    none: '没有等待您办理的事项',
    'none.next': '有事项轮到您时会出现在这里，最先到期的排在最前。',
    'open.named': '办理：{{what}}，{{name}}',
  },
  en: {
    title: 'Waiting for you',
    what: 'What to do',
    which: 'About',
    why: 'Why you',
    due: 'Due',
    'due.none': 'no term',
    'due.day': 'by the end of {{day}}',
    since: 'Waiting since',
    consequence: 'If nobody does it',
    none: 'Nothing waits for you',
    'none.next': 'What becomes your turn appears here, what is due first on top.',
    'open.named': 'Go to it: {{what}}, {{name}}',
  },
});
