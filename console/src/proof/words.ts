import { defineWords } from '../words/define-words';

export const words = defineWords('proof', {
  zh: {
    ok: '成立',
    broken: '不成立',
    origin: '日志',
    size: '记录数',
    root: '树根',
    signed: '签名',
    witnessed: '见证',
    'witnessed.none': '还没有见证人联署',
    leaf: '记录',
    told: '发出与答复的原文',
    copy: '复制',
    copied: '已复制',
  },
  en: {
    ok: 'holds',
    broken: 'does not hold',
    origin: 'Log',
    size: 'Records',
    root: 'Root',
    signed: 'Signed by',
    witnessed: 'Witnesses',
    'witnessed.none': 'no witness has signed yet',
    leaf: 'Record',
    told: 'What was sent and answered',
    copy: 'Copy',
    copied: 'Copied',
  },
});
