/** One round of orders from a process of its own. Each order has its own key, body and price. */
import autocannon from 'autocannon';

process.once('message', async ({ url, path, headers, accountId, connections, seconds }) => {
  let sent = 0;
  const run = `${process.pid}-${Date.now()}`;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path,
        setupRequest: (request) => {
          sent += 1;
          request.headers = {
            ...headers,
            'content-type': 'application/json',
            'idempotency-key': `${run}-${sent}`,
          };
          // Bids below every ask: they rest, so that every order is written, held and kept.
          const order = {
            accountId: accountId ?? String(sent),
            symbol: 'CEA-2026',
            side: 'buy',
            price: `70.${String(10 + (sent % 80))}`,
            quantity: '1',
          };
          request.body = JSON.stringify(order);
          return request;
        },
      },
    ],
  });
  process.send({
    ok: result['2xx'],
    rps: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    non2xx: result.non2xx,
    errors: result.errors,
  });
  process.exit(0);
});
