import type { Judgement } from './judge.js';
import type { Layout } from './service.js';
import type { Struck } from './torture.js';

/** Line by line what a run did and what it found. */
export function reportOf(layout: Layout, seed: number, { kills, record }: Struck, judged: Judgement): string {
  const targets = layout.targets.map(({ name }) => name);
  const of = (target: string): number[] => recoveriesOf(kills.filter((kill) => kill.target === target));
  const lines: [string, string | number][] = [
    ['layout', layout.name],
    ['seed', seed],
    ['kills', kills.length],
    ...targets.map((target): [string, number] => [
      `  ${target}`,
      kills.filter((kill) => kill.target === target).length,
    ]),
    ['kills during recovery', kills.filter(({ inRecovery }) => inRecovery).length],
    ['exits without a kill', layout.exits()],
    ['requests', judged.requests],
    ['  acknowledged', judged.acknowledged],
    ['  once unknown, resolved by key', judged.resolved],
    ['orders accepted', judged.orders],
    ['orders on record', record.orders.size],
    ['commands in the journal', record.commands],
    ['trades', record.trades],
    ['lost', judged.lost],
    ['changed', judged.changed],
    ['half-applied', judged.halfApplied],
    ['not settled', judged.unsettled],
    ['recovery', percentiles(recoveriesOf(kills))],
    ...targets
      .filter((target) => of(target).length > 0)
      .map((target): [string, string] => [`  ${target}`, percentiles(of(target))]),
    ...judged.findings.slice(0, 20).map((finding): [string, string] => ['BROKEN', finding]),
  ];
  return lines.map(([name, value]) => `torture  ${name.padEnd(34)}${value}\n`).join('');
}

function recoveriesOf(kills: Struck['kills']): number[] {
  return kills.map(({ recovery }) => recovery!).sort((a, b) => a - b);
}

/** The nearest rank. */
function percentiles(sorted: readonly number[]): string {
  const at = (share: number): number => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
