/** mulberry32: the same numbers for the same seed, anywhere. Between 0 and 1. */
export function seededDice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many orders long a trader stays on his side of the market. */
const SAME_MIND = 400;

/** Orders of generated traders around a price that wanders; no real person ever placed them. */
export function generatedOrders(dice, count, traders) {
  let middle = 7463;
  return Array.from({ length: count }, (_, no) => {
    middle = Math.min(8000, Math.max(6900, middle + Math.round((dice() - 0.5) * 8)));
    const who = Math.floor(dice() * traders.length);
    const { login, accountId } = traders[who];
    // Whoever sells now buys later: most orders find somebody else's.
    const isBuyer = (who + Math.floor(no / SAME_MIND)) % 2 === 0;
    const side = isBuyer === dice() < 0.95 ? 'buy' : 'sell';
    const fen = middle + Math.round((dice() - 0.5) * 30);
    const price = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
    const quantity = String(1 + Math.floor(dice() * 20));
    return { login, order: { accountId, side, price, quantity, selfTrade: 'CANCEL_OLDEST' } };
  });
}
