/** Every refusal of this context: HTTP status and both languages. */
export const proofRejections = {
  'proof.log_unknown': { status: 404, zh: '没有这个日志', en: 'There is no such log' },
  'proof.tile_unknown': { status: 404, zh: '没有这个瓦片', en: 'There is no such tile' },
  'proof.checkpoint_unknown': {
    status: 404,
    zh: '日志没有签署过这个检查点',
    en: 'The log has signed no such checkpoint',
  },
  'proof.record_unknown': {
    status: 404,
    zh: '没有这条记录，或它尚未进入已签署的检查点',
    en: 'There is no such record, or no checkpoint has it yet',
  },
  'proof.not_a_checkpoint': { status: 422, zh: '不是检查点', en: 'This is not a checkpoint' },
  'proof.cosignature_forged': {
    status: 403,
    zh: '见证人的签名不符',
    en: "The signature is not the witness's",
  },
  'proof.witness_unknown': {
    status: 403,
    zh: '没有已知见证人的签名',
    en: 'No signature is of a witness that this log knows',
  },
} as const;
