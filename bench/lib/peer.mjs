/** A peer service in a process of its own; it says a line when it listens. */
import { randomBytes } from 'node:crypto';
import { freePort } from './ground.mjs';

export async function startPeer(ground, file, databaseUrl) {
  const [port, key] = [await freePort(), randomBytes(16).toString('hex')];
  const child = ground.spawn(file, {
    PEER_DATABASE_URL: databaseUrl,
    PEER_PORT: String(port),
    PEER_KEY: key,
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`${file} ended (${code})`)));
  });
  return { url: `http://127.0.0.1:${port}`, path: '/orders', members: [{ headers: { 'x-key': key } }] };
}
