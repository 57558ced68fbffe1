/** What a venue's events must tell, whatever its memory and its tables say. */
export const JOURNAL_PROMISES = {
  'I7 journal': 'no order gives or takes more than it has, and its answer says what its events say',
  'I8 journal': 'every trade is within both limits, between two owner groups, worth price times quantity',
  'I8 fees': "what an order was charged is the pack's fee on all it traded, rounded once",
  'I9 journal':
    'every trade is with the best price there is and the oldest order at it, or the one picked among the best',
  'I9 calls': 'a call trades at one price, with no other could more be traded or less be left over',
  'C4 journal': 'no transfer leaves before its time, and none is called off after it',
  'I10 journal': 'every trade is settled once, in trade order, after it was made',
  'I10 annulments': 'a trade is annulled at most once, after it was settled',
  'I10 confirmed':
    'a day is confirmed once, whole and after the day before, with as many trades aside as it says',
  'I11 time': 'sequence numbers have no gap and time never runs backwards',
  'I12 memory': 'the events alone give the orders, queues, trades and settlements that the machine has',
  'I15 journal': 'an idempotency key is used once',
  T1: 'goods bought today are locked until the next opening, and not longer',
};
