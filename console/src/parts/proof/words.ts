import { defineWords } from '../../words/define-words';

export const words = defineWords('parts.proof', {
  zh: {
    verifying: '正在本浏览器中验证…',
    verified: '已在您的浏览器中验证',
    broken: '验证未通过',
    soon: '等待下一个检查点',
    'soon.what': '这条记录刚写入日志，尚未被签名的检查点覆盖；几秒后再看。',
    unavailable: '暂时无法取得证明',
    again: '重新验证',
    record: '日志 {{log}} 第 {{seq}} 条',
    'what.in': '第 {{seq}} 条记录在 {{size}} 条记录的日志中：由叶到根逐层计算，与签名的根一致。',
    'what.whole': '并且记录原文（发出的命令与得到的答复）经计算正是该叶。',
    'what.place': '记录原文只有发出单位与审计可见；这里验证的是它在日志中的位置。',
    'what.signed': '检查点由日志密钥 {{key}} 签名。',
    'what.witnessed': '另有见证人签名：{{names}}。',
    'what.key.kept': '用的是本浏览器 {{at}} 所保存的密钥。',
    'what.key.new': '本浏览器第一次见到该密钥并已保存；请与公告或监管机构页面上的密钥核对。',
    'what.key.other': '日志现在公布的密钥与本浏览器保存的不同：以保存的为准进行了验证。',
    'what.grown': '日志是本浏览器此前见过的 {{from}} 条检查点的延续，没有改动任何旧记录。',
    root: '根哈希',
    how: '验证代码与审计人员离线使用的 airshed-verify 相同，在本页内运行，不相信服务的任何结论。',
  },
  en: {
    verifying: 'Verifying in this browser…',
    verified: 'Verified in your browser',
    broken: 'Not verified',
    soon: 'Waiting for the next checkpoint',
    'soon.what': 'The record is new: no signed checkpoint covers it yet. Look again in some seconds.',
    unavailable: 'No proof can be had now',
    again: 'Verify again',
    record: 'Record {{seq}} of the journal {{log}}',
    'what.in':
      'Record {{seq}} is in the log of {{size}} records: worked out from leaf to root, it is the root that was signed.',
    'what.whole': 'The record itself, what was sent and answered, hashes to that leaf.',
    'what.place':
      'Only who sent it and auditors may read the record; what is verified here is its place in the log.',
    'what.signed': 'The checkpoint is signed by the log’s key {{key}}.',
    'what.witnessed': 'Witnesses signed it, too: {{names}}.',
    'what.key.kept': 'It is a key that this browser kept at {{at}}.',
    'what.key.new':
      'This browser meets the key for the first time and keeps it. Compare it with the printed notice or the regulator’s page.',
    'what.key.other': 'The log now names another key than the one this browser kept: the kept one was used.',
    'what.grown':
      'The log is the one of {{from}} records that this browser saw before, with more added; nothing old was changed.',
    root: 'Root',
    how: 'The code is the one that auditors run offline, airshed-verify; it runs in this page and believes nothing that the service says about itself.',
  },
});
