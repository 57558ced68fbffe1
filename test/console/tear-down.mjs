import { once } from 'node:events';
import { rmSync } from 'node:fs';

export default async function tearDown() {
  const { service, browser, dataDir } = globalThis.consoleWorld ?? {};
  await browser?.close();
  if (service?.exitCode === null) {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
}
