/** The public part of a day's report as it was signed; members that are not shown here are not named here. */
interface OpenReport {
  readonly title: string;
  readonly day: string;
  readonly instruments: readonly Readonly<Record<string, string | number>>[];
  readonly settlement: { readonly trades: number; readonly value: string; readonly undelivered: number };
  readonly reconciliation: {
    readonly run: number;
    readonly compared: number;
    readonly breaks: number;
    readonly totals: readonly {
      readonly total: string;
      readonly part: string;
      readonly compared: number;
      readonly different: number;
    }[];
  };
  readonly journal: { readonly seq: number; readonly head: string };
  readonly state: { readonly seq: number; readonly hash: string };
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
}

/** Day report as plain text (日报), both languages on each heading. */
export function reportAsText(report: OpenReport, note: string): string {
  const { title, day, instruments, settlement, reconciliation, journal, state, checkpoint } = report;
  const traded = instruments.map(
    (i) =>
      `  ${String(i.symbol).padEnd(12)} ${i.open} / ${i.high} / ${i.low} / ${i.close}   ${i.volume} ${i.unit}, ${i.value} CNY, ${i.trades} trades`,
  );
  const tied = reconciliation.totals.map(
    ({ total, part, compared, different }) =>
      `  ${total.padEnd(7)} ${part.padEnd(10)} ${compared} compared, ${different} different`,
  );
  return [
    `${title} — day report 日报 ${day}`,
    '',
    'Instruments 品种: open / high / low / close 开高低收, volume 量, value 额',
    ...traded,
    '',
    `Settlement 结算: ${settlement.trades} trades 笔, ${settlement.value} CNY, undelivered 未交收 ${settlement.undelivered}`,
    '',
    `Reconciliation 对账 run ${reconciliation.run}: ${reconciliation.compared} compared, breaks 差错 ${reconciliation.breaks}`,
    ...tied,
    '',
    `Journal 日志: record ${journal.seq}, head ${journal.head}`,
    `State 状态: after record ${state.seq}, hash ${state.hash}`,
    checkpoint === null ? '' : `Checkpoint 检查点: ${checkpoint.size} records, root ${checkpoint.root}`,
    '',
    note,
  ].join('\n');
}
