import type { Language } from './problem.js';

/** What columns of files are called by people: `name  中文  English`. A column that is not here keeps its name. */
const TABLE = `
accountId 账户 account
addedAt 列入时间 added
amount 金额 amount
announcedAt 公告时间 announced
appliedAt 申请时间 applied
approvedAt 批准时间 approved
approvedBy 批准人 approved by
asset 资产 asset
at 时间 at
attempts 尝试次数 attempts
auctionId 拍卖 auction
authority 决定机关 authority
available 可用 available
average 均价 average
awarded 中标数量 awarded
bank 开户行 bank
bankAccountId 银行账户 bank account
batchId 分配批次 batch
bestPrice 最优价 best price
biddingId 竞价 bidding
buyer 买方 buyer
cancelUntil 可撤回至 can be called off until
cancelled 已撤数量 cancelled
cap 总量上限 cap
causedBy 操作人 caused by
ceilingPrice 最高价 ceiling
certificate 凭证 certificate
changedAt 最近变动 last change
clientOrderId 客户委托号 client's order id
close 收盘价 close
closesAt 截止时间 closes
code 代码 code
commitment 承诺值 commitment
count 笔数 count
counterparty 对方 counterparty
counterpartyId 对方账户 counterparty
currency 币种 currency
day 日期 day
deadline 期限 deadline
deposit 保证金 deposit
difference 差额 difference
displayName 姓名 name
district 辖区 district
districtId 辖区 district
documentNo 文书编号 document no.
draftedBy 起草人 drafted by
dueAt 到期时间 due
dueDay 到期日 due
effectiveAt 生效时间 effective
effectiveFrom 生效日 effective from
effectiveTo 失效日 effective to
endDay 截止日 ends
endedAt 结束时间 ended
error 错误 error
expiry 失效日期 expires
fee 手续费 fee
fees 手续费 fees
fileHash 文件哈希 file hash
filled 已成交 filled
first 起始编号 first serial
firstSerial 起始编号 first serial
floorPrice 最低价 floor
foundAt 发现时间 found
fromAccountId 转出账户 from account
frozen 冻结 frozen
frozenAt 冻结时间 frozen at
group 组 group
held 占用 held
high 最高价 high
holder 持有人 holder
holders 持有人数 holders
incoming 待收 incoming
instrumentId 标的编号 instrument id
issued 已发数量 issued
journalHash 日志哈希 journal hash
jurisdiction 适用地区 jurisdiction
kind 种类 kind
label 标签 label
last 截止编号 last serial
lastSerial 截止编号 last serial
leg 欠交 leg
legalBasis 依据 legal basis
locked 当日买入 bought today
lot 最小交易数量 lot
low 最低价 low
maker 提出人 maker
makerOrganisationId 提出单位 maker's organisation
method 交易方式 method
name 名称 name
nextRetryAt 下次重试 next retry
note 备注 note
number 账号 number
obstacle 原因 obstacle
open 未成交 open
opensAt 开始时间 opens
orderId 委托 order
organisationId 单位 organisation
origin 来源 origin
outgoing 待付 outgoing
owes 所欠 owes
owner 由谁处理 owner
ownerGroup 关联组 owner group
pack 规则包 pack
payloadHash 内容哈希 hash of the content
permitUntil 许可截止 permit until
personId 人员 person
placedAt 委托时间 placed
plantId 排污单位 plant
pollutant 污染物 pollutant
posted 登记余额 on the books
price 价格 price
proposalId 提案 proposal
proposedAt 提出时间 proposed
proposedBy 提出人 proposed by
quantity 数量 quantity
reason 理由 reason
reference 编号 reference
referencePrice 参考价 reference price
releasedBy 放行人 released by
remaining 剩余 remaining
removedAt 移出时间 taken off
retired 已退出数量 retired
retries 已重试 retries
rightId 排污权 right
rulePack 适用规则包 rule pack
rulePackId 规则包 rule pack
sector 行业 sector
seller 卖方 seller
seq 日志序号 journal no.
side 买卖 side
since 起始 since
size 大小 size
stage 阶段 stage
startDay 起始日 starts
startPrice 起拍价 start price
state 状态 state
status 状态 status
stolen 报失 reported stolen
submittedBy 提交人 submitted by
symbol 标的 instrument
tick 最小变动价位 tick
timeInForce 有效方式 time in force
title 名称 title
to 至 to
toAccountId 转入账户 to account
total 合计 total
tradeId 成交 trade
tradedPrice 成交价 traded at
trades 成交笔数 trades
tradingDay 交易日 trading day
transferId 转让 transfer
trusted 可信 trusted
trustedAccountId 可信账户 trusted account
type 类型 type
unit 单位 unit
unitName 计量单位 unit
unitScale 数量小数位 decimal places
until 截止 until
value 金额 value
version 版本 version
vintage 年份 vintage
volume 成交量 volume
waitsFor 等待签批 waits for
year 年度 year
zone 适用区域 zone`;

type Said = Readonly<Record<Language, string>>;
const WORDS: ReadonlyMap<string, Said> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name = '', zh = '', ...en] = line.split(' ');
      return [name, { zh, en: en.join(' ') }];
    }),
);

/** `proof.seq` → 日志序号（proof）: the part says what it is of, where it is not the row itself. */
export function headOf(column: readonly string[], language: Language): string {
  const said = WORDS.get(column.at(-1) ?? '')?.[language];
  if (said === undefined) return column.join('.');
  const of = column.slice(0, -1).map((part) => WORDS.get(part)?.[language] ?? part);
  return of.length === 0 ? said : `${of.join(' · ')} · ${said}`;
}
