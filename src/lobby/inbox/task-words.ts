import type { TaskKind } from './tasks.js';

interface Said {
  readonly zh: string;
  readonly en: string;
}
/** What is to be done, why it waits for this person, and what happens while or when nobody does it. */
export interface TaskWords {
  readonly what: Said;
  readonly why: Said;
  readonly consequence: Said;
}

const say = (zh: string, en: string): Said => ({ zh, en });
const words = (what: Said, why: Said, consequence: Said): TaskWords => ({ what, why, consequence });

const NOTHING_HAPPENS = say('在此之前什么都不会发生', 'Nothing happens before that');
const FOUR_EYES = say('须由经办以外的另一人办理', 'Another person than the one who began it has to do it');
const BUREAU = say('主管部门的下一步', 'It is the bureau’s next step');
const EXCHANGE = say('交易所的下一步', 'It is the exchange’s next step');
const CLEARING = say('清算岗位的下一步', 'It is the clearing desk’s next step');
const NO_UNITS = say('在此之前企业拿不到配额', 'Enterprises get no allowances before that');
const NO_MONEY = say('在此之前钱不会入账', 'The money is credited to nobody before that');
const UNPAID = say('在此之前对方收不到款', 'The payee gets no money before that');
const BIDDERS_WAIT = say('投标人在等结果', 'The bidders wait for the result');
const PERMIT_WAITS = say('转让在此停住', 'The transfer stands still until then');

export const TASK_WORDS: Readonly<Record<TaskKind, TaskWords>> = {
  PROPOSAL_TO_SIGN: words(say('审签提案', 'Sign or return a proposal'), FOUR_EYES, NOTHING_HAPPENS),
  ACCOUNT_TO_REVIEW: words(
    say('初审开户申请', 'Review an application for an account'),
    BUREAU,
    say('申请人在此之前不能持有和交易', 'The applicant can neither hold nor trade before that'),
  ),
  ACCOUNT_TO_APPROVE: words(
    say('批准开户', 'Approve an account'),
    FOUR_EYES,
    say('申请人在此之前不能持有和交易', 'The applicant can neither hold nor trade before that'),
  ),
  BATCH_TO_SUBMIT: words(say('提交配额批次', 'Submit an allocation batch'), BUREAU, NO_UNITS),
  BATCH_TO_APPROVE: words(
    say('凭盖章文件批准或退回配额批次', 'Approve or return an allocation batch by its stamped file'),
    FOUR_EYES,
    NO_UNITS,
  ),
  BATCH_TO_CREATE: words(say('生成批次配额', 'Create the units of a batch'), CLEARING, NO_UNITS),
  BATCH_TO_DISTRIBUTE: words(say('发放配额到账户', 'Distribute a batch to the accounts'), CLEARING, NO_UNITS),
  NOTICE_TO_READ: words(
    say('阅知通知', 'Read and acknowledge a notice'),
    say(
      '本单位另一人或时钟引起了变动',
      'Somebody else of your organisation, or the clock, has changed something',
    ),
    say('若非本意，可撤销的时间会过去', 'If it was not meant, the time to call it off runs out'),
  ),
  TRANSFER_TO_WATCH: words(
    say('核对待执行的划转', 'Look at a transfer that waits'),
    say('它从本单位账户划出', 'It leaves an account of your organisation'),
    say('到时即执行，之后不能撤销', 'It is carried out at its time and cannot be called off afterwards'),
  ),
  BREAK_TO_EXPLAIN: words(
    say('分派并说明对账差异', 'Assign and explain a reconciliation break'),
    CLEARING,
    say('相关标的下一交易日不开市', 'What it concerns stays shut at the next opening'),
  ),
  BREAK_TO_DECIDE: words(
    say('提出更正或接受差异', 'Propose to correct or to accept a break'),
    CLEARING,
    say('相关标的下一交易日不开市', 'What it concerns stays shut at the next opening'),
  ),
  DISPUTE_TO_ANSWER: words(
    say('答复结算异议', 'Answer a dispute about a settlement'),
    EXCHANGE,
    say('成交方得不到结论', 'The parties of the trade have no answer'),
  ),
  DELIVERY_TO_DECIDE: words(
    say('处置未交收的成交', 'Decide what becomes of a failed delivery'),
    say('自动重试已用尽或由准备垫付', 'Its retries are used up, or the reserve stands in'),
    say('对手方仍未收到应得', 'The other side still has not got what is due to it'),
  ),
  DELIVERY_OWED: words(
    say('补足应交收的', 'Provide what you owe of a trade'),
    say('本单位账户未能交付', 'An account of yours could not deliver'),
    say('可能被宣布违约，账户停止交易', 'You may be declared in default, and the account then not trade'),
  ),
  PERMIT_TO_SUBMIT: words(
    say('提交排污权转让申请', 'Submit an application for a permit transfer'),
    FOUR_EYES,
    PERMIT_WAITS,
  ),
  PERMIT_TO_REVIEW: words(
    say('核定可转让量', 'Review the quantity of a permit transfer'),
    BUREAU,
    PERMIT_WAITS,
  ),
  PERMIT_TO_DECIDE: words(
    say('决定转让资格', 'Decide the eligibility of a permit transfer'),
    FOUR_EYES,
    PERMIT_WAITS,
  ),
  PERMIT_TO_LIST: words(
    say('发布转让公告', 'Publish the notice of a permit transfer'),
    EXCHANGE,
    PERMIT_WAITS,
  ),
  CONTRACT_TO_SIGN: words(
    say('签署排污权合同', 'Sign a permit contract'),
    say('本单位是合同一方', 'Your organisation is a party'),
    say('逾期不签即违约，保证金可能被没收', 'Not to sign in time is a default and may cost the deposit'),
  ),
  CONTRACT_TO_PAY: words(
    say('支付排污权价款', 'Pay a permit contract'),
    say('本单位是买方', 'Your organisation is the buyer'),
    say('逾期不付即违约，保证金可能被没收', 'Not to pay in time is a default and may cost the deposit'),
  ),
  PERMIT_TO_CERTIFY: words(
    say('提出出具交易鉴证', 'Propose the certificate of a permit transfer'),
    EXCHANGE,
    PERMIT_WAITS,
  ),
  PERMIT_TO_CHANGE: words(say('启动许可证变更', 'Begin to change the permits'), BUREAU, PERMIT_WAITS),
  PERMIT_TO_COMPLETE: words(
    say('完成许可证变更', 'Complete the change of the permits'),
    FOUR_EYES,
    say('买方在此之前不得排放', 'The buyer may not discharge before that'),
  ),
  BANK_LINE_UNCLEAR: words(
    say('认领不明银行流水', 'Say whose an unclear bank line is'),
    say('对不上任何账户或付款', 'It matches no account and no payment'),
    NO_MONEY,
  ),
  STATEMENT_TO_RELEASE: words(
    say('提出放行银行对账单', 'Propose to release a bank statement'),
    CLEARING,
    NO_MONEY,
  ),
  STATEMENT_IN_QUARANTINE: words(
    say('处理隔离的对账单', 'Clear up a bank statement in quarantine'),
    say('文件中有对不上的数', 'Something in the file does not add up'),
    NO_MONEY,
  ),
  WITHDRAWAL_TO_FILE: words(
    say('将出金编入付款文件', 'Put a withdrawal into a payment file'),
    CLEARING,
    UNPAID,
  ),
  PAYMENT_FILE_TO_RELEASE: words(
    say('提出放行付款文件', 'Propose to release a payment file'),
    CLEARING,
    UNPAID,
  ),
  PAYMENT_FILE_TO_SEND: words(
    say('送出付款文件并登记', 'Send a payment file to the bank and say so'),
    CLEARING,
    UNPAID,
  ),
  AUCTION_HALF_TO_REVEAL: words(
    say('公开您的开标密钥', 'Reveal your half of an auction’s opening'),
    say('由您承诺，也只能由您公开', 'You promised it, and nobody else can'),
    BIDDERS_WAIT,
  ),
  AUCTION_TO_UNSEAL: words(say('开启投标', 'Open the bids of an auction'), EXCHANGE, BIDDERS_WAIT),
  AUCTION_TO_CLEAR: words(say('竞价出清', 'Clear an auction'), EXCHANGE, BIDDERS_WAIT),
  AUCTION_TO_SETTLE: words(
    say('竞价交割', 'Deliver an auction against payment'),
    CLEARING,
    say('付款期满后未付者的中标作废', 'What is not paid when time is over is forfeited'),
  ),
};
