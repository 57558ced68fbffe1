import { createHash, randomUUID } from 'node:crypto';

/** The doors of a demo, opened as its people: one sign-in each, without a password, on the service's own machine. */
export class DemoDoors {
  cookies = new Map();

  constructor({ address, venue }) {
    this.address = address;
    this.venue = venue;
  }

  /** For a browser's jar. */
  async cookieOf(login) {
    if (!this.cookies.has(login)) {
      const response = await fetch(`${this.address}/api/v1/demo-sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login }),
      });
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get('set-cookie') ?? '');
      this.cookies.set(login, { name, value, url: this.address, httpOnly: true, sameSite: 'Strict' });
    }
    return this.cookies.get(login);
  }

  get(login, path) {
    return this.ask(login, 'GET', path);
  }

  post(login, path, body = {}) {
    return this.ask(login, 'POST', path, body);
  }

  async ask(login, method, path, body) {
    const { name, value } = await this.cookieOf(login);
    const response = await fetch(`${this.address}/api/v1/venues/${this.venue}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        cookie: `${name}=${value}`,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${login} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async accountOf(login) {
    const { items } = await this.get(login, '/accounts');
    return items[0].accountId;
  }

  /** Allowances for a plant, by the three desks that it takes. */
  async allot(login, symbol, quantity) {
    const accountId = await this.accountOf(login);
    const fileHash = createHash('sha256').update(`${login} ${symbol} ${quantity}`).digest('hex');
    const draft = { symbol, year: 2026, fileHash, lines: [{ accountId, quantity }] };
    const { batchId } = await this.post('issuer', '/allocation-batches', draft);
    const batch = `/allocation-batches/${batchId}`;
    await this.post('issuer', `${batch}/submit`);
    await this.post('approver', `${batch}/approve`, { fileHash });
    await this.post('clearing1', `${batch}/create`);
    await this.post('clearing1', `${batch}/distribute`);
    return accountId;
  }
}
