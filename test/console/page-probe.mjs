/**
 * Runs in a page before anything else and watches it: how many messages came, how often the ladder was drawn, how many
 * frames there were, what kept the page busy, how long an input waited. Read by `page.evaluate('probe')`.
 */
export const PAGE_PROBE = `(() => {
  const probe = { messages: 0, snapshots: 0, draws: 0, frames: [], busy: [], inputs: [], ready: 0, quietAfter: 0 };
  window.probe = probe;
  probe.restart = () => Object.assign(probe, { messages: 0, draws: 0, frames: [], busy: [], inputs: [] });
  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (kind, take, ...more) {
    const counted = { book: 'messages', snapshot: 'snapshots' }[kind];
    if (counted === undefined) return listen.call(this, kind, take, ...more);
    return listen.call(this, kind, (event) => { probe[counted] += 1; take(event); }, ...more);
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      probe.busy.push(duration);
      probe.quietAfter = startTime + duration;
    }
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.inputs.push(duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  const drawn = new MutationObserver(() => (probe.draws += 1));
  let ladder = null;
  let last = performance.now();
  const frame = (now) => {
    probe.frames.push(now - last);
    last = now;
    const found = document.querySelector('[data-testid="depth"]');
    if (found !== ladder) {
      ladder = found;
      drawn.disconnect();
      if (found) drawn.observe(found, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    const isReady = found && document.querySelector('[data-line="live"]') && document.querySelector('[data-testid="before-sending"]');
    if (probe.ready === 0 && isReady) probe.ready = performance.now();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();`;

/** The best levels as the ladder shows them: price and quantity, best first. */
export const SHOWN_LADDER = `(() => {
  const side = (name) => [...document.querySelectorAll('[data-testid="depth"] tbody.' + name + ' tr')]
    .map((row) => [...row.querySelectorAll('td')].slice(0, 2).map((cell) => cell.textContent.trim()))
    .filter((cells) => cells.length === 2);
  return { bids: side('buy'), asks: side('sell').reverse() };
})()`;
