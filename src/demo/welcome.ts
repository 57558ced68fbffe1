import { GENERATED_INSTRUMENT } from './generated-members.js';
import type { DemoCredentials } from './seed-demo.js';

/** What a person reads after `npm start`. Passwords appear here once more because the demo made them up. */
export function welcome(
  address: string,
  demo: DemoCredentials | undefined,
  { isTrading = false } = {},
): string {
  const lines = [
    '',
    '  Airshed is running  ·  服务已启动',
    '',
    `  Console    ${address}/`,
    `  API        ${address}/api/v1`,
    `  Reference  ${address}/api/docs`,
    `  Health     ${address}/readyz`,
  ];
  if (demo !== undefined) {
    lines.push('', `  Demo venue "${demo.venue}" — people (login / password):`);
    const width = Math.max(...demo.people.map(({ login }) => login.length));
    for (const { login, password, displayName } of demo.people) {
      lines.push(`    ${login.padEnd(width)}  ${password}  ${displayName}`);
    }
  }
  if (demo !== undefined && isTrading) {
    const { symbol } = GENERATED_INSTRUMENT;
    lines.push('', `  ${symbol} trades by itself, generated; DEMO_TRADING=false turns that off.`);
  }
  lines.push('', '  Ctrl-C stops it.', '');
  return lines.join('\n');
}
