/** Every refusal of auctions: HTTP status and both languages. */
export const auctionsRejections = {
  'auctions.unknown_auction': { status: 404, zh: '拍卖不存在', en: 'There is no such auction' },
  'auctions.unknown_account': { status: 404, zh: '账户不存在', en: 'There is no such account' },
  'auctions.unknown_bid': {
    status: 404,
    zh: '报价不存在或已失效',
    en: 'There is no such bid, or it no longer stands',
  },
  'auctions.unknown_instrument': { status: 404, zh: '交易标的不存在', en: 'There is no such instrument' },
  'auctions.finished': { status: 409, zh: '拍卖已结束', en: 'The auction has ended' },
  'auctions.illegal_state': {
    status: 409,
    zh: '拍卖当前状态不允许此操作',
    en: 'The present state of the auction does not allow this step',
  },
  'auctions.too_many_auctions': {
    status: 422,
    zh: '未结束的拍卖数量已达上限',
    en: 'The venue has no room for more auctions that have not ended',
  },
  'auctions.instrument_retired': { status: 422, zh: '标的已退市', en: 'The instrument is retired' },
  'auctions.not_in_market': {
    status: 422,
    zh: '该市场规则未设拍卖',
    en: 'The rules of this market know no auctions',
  },
  'auctions.seller_not_government': {
    status: 422,
    zh: '出让账户须为正常状态的政府账户',
    en: 'The seller must be an active government account',
  },
  'auctions.bad_notice': {
    status: 422,
    zh: '拍卖公告内容有误',
    en: 'No auction can be held under this notice',
  },
  'auctions.bad_key': {
    status: 422,
    zh: '开标密钥或种子承诺无效，或与另一方相同',
    en: 'The key or the seed commitment is not usable, or is that of the other opener',
  },
  'auctions.four_eyes': {
    status: 409,
    zh: '两个开标部分须由登记时的两名不同人员完成',
    en: 'The two halves belong to two persons, each opening what they registered',
  },
  'auctions.openers_missing': {
    status: 422,
    zh: '两名开标人尚未全部登记',
    en: 'Both openers must have registered before the announcement',
  },
  'auctions.notice_changed': {
    status: 409,
    zh: '公告内容在提案后已变更',
    en: 'The notice is no longer the one that was proposed',
  },
  'auctions.window_passed': {
    status: 422,
    zh: '报价时段已开始，不能再公告',
    en: 'The window has begun: it is too late to announce',
  },
  'auctions.notice_too_short': {
    status: 422,
    zh: '公告期不足',
    en: 'The window opens too soon after the announcement',
  },
  'auctions.insufficient_units': {
    status: 422,
    zh: '出让账户可用数量不足',
    en: 'The seller does not have the units on offer',
  },
  'auctions.account_not_active': { status: 422, zh: '账户状态不允许报价', en: 'The account may not bid now' },
  'auctions.seller_may_not_bid': {
    status: 422,
    zh: '出让方及其关联方不得报价',
    en: 'The seller, its group and government accounts may not bid',
  },
  'auctions.not_qualified': { status: 422, zh: '未取得竞买资格', en: 'The bidder has not been qualified' },
  'auctions.no_guarantee': {
    status: 422,
    zh: '尚未登记或未缴纳保证金',
    en: 'The bidder has not entered the auction or has no guarantee in place',
  },
  'auctions.bad_amount': {
    status: 422,
    zh: '保证金金额无效',
    en: 'The amount of the guarantee is not valid',
  },
  'auctions.insufficient_cash': { status: 422, zh: '可用资金不足', en: 'Not enough cash is available' },
  'auctions.too_many_bidders': {
    status: 422,
    zh: '竞买人数已达上限',
    en: 'The auction has no room for more bidders',
  },
  'auctions.not_open': { status: 422, zh: '不在报价时段内', en: 'Bids are not taken at this time' },
  'auctions.closed': { status: 422, zh: '报价已截止', en: 'The bidding has closed' },
  'auctions.bad_seal': { status: 422, zh: '密封报价格式错误', en: 'This is no sealed bid' },
  'auctions.auction_full': {
    status: 422,
    zh: '报价总数已达上限',
    en: 'The auction has no room for more bids',
  },
  'auctions.too_many_bids': {
    status: 422,
    zh: '该账户的有效报价数已达上限',
    en: 'The account has as many bids as the notice allows',
  },
  'auctions.bid_off_lot': {
    status: 422,
    zh: '报价数量不是最小单位的整数倍',
    en: 'The quantity is not a multiple of the lot',
  },
  'auctions.bid_off_tick': {
    status: 422,
    zh: '报价不符合最小变动单位',
    en: 'The price is not on the tick',
  },
  'auctions.bid_without_price': {
    status: 422,
    zh: '本次拍卖不接受无价报价',
    en: 'This auction takes no bids without a price',
  },
  'auctions.bid_below_reserve': {
    status: 422,
    zh: '报价低于底价',
    en: 'The price is below the reserve price',
  },
  'auctions.bid_too_large': {
    status: 422,
    zh: '报价数量超出拍卖总量或系统上限',
    en: 'The bid asks for more than is on offer or can be counted',
  },
  'auctions.above_purchase_limit': {
    status: 422,
    zh: '报价数量超过购买上限',
    en: 'The bid asks for more than one owner group may be awarded',
  },
  'auctions.beyond_guarantee': {
    status: 422,
    zh: '保证金不足以覆盖该报价',
    en: 'The guarantee does not cover the bid',
  },
  'auctions.not_cleared': { status: 409, zh: '拍卖尚未出清', en: 'The auction has not been cleared yet' },
  'auctions.not_closed': { status: 409, zh: '报价尚未截止', en: 'The bidding has not closed yet' },
  'auctions.already_revealed': { status: 409, zh: '该部分已公开', en: 'This half has been revealed already' },
  'auctions.wrong_key': {
    status: 422,
    zh: '私钥与登记的公钥不符',
    en: 'The private key does not belong to the registered public key',
  },
  'auctions.wrong_seed': {
    status: 422,
    zh: '种子与事先承诺不符',
    en: 'The seed is not the one that was committed to',
  },
  'auctions.not_revealed': {
    status: 409,
    zh: '两名开标人尚未全部公开密钥',
    en: 'Both openers must reveal before a bid can be opened',
  },
} as const;
