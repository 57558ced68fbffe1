import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Told } from '../../api/told';
import { instantText, zoneLabel } from '../../format/instant';
import { usePowerName } from '../../parts/facts/power-name';
import { openRule } from '../../parts/open-rule';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { words } from './custody-words';

type Forecast = Told<'TransferForecast'>;

/** Whether it would wait, until when and why, who signs, and by which rules. */
export function TransferForecast({ of }: { of: Forecast }): ReactNode {
  const say = useWords(words);
  const nameOf = usePowerName();
  const spoken = language();
  const at = (instant: string | null): string =>
    instant === null ? '' : `${instantText(instant, spoken)} ${zoneLabel(spoken)}`;
  return (
    <div
      className={`note stack ${of.leavesAt === null ? 'good' : 'warn'}`}
      role="status"
      data-testid="forecast"
    >
      <strong>{of.leavesAt === null ? say('leaves.now') : say('leaves.at', { at: at(of.leavesAt) })}</strong>
      <span>
        {say(`pace.${of.pace}`)} {say(`standing.${of.standing}`, { at: at(of.trustedFrom) })}
      </span>
      {of.cancelUntil !== null && <span>{say('cancel.until', { at: at(of.cancelUntil) })}</span>}
      {of.first && <span>{say('first')}</span>}
      <span>
        {say('signers', { count: of.signatures.length })}
        {of.signatures.map(({ power }) => nameOf(power)).join(say('then'))}
      </span>
      <span className="row">
        {of.rules.map((rule) => (
          <Button key={rule.key} size="small" onClick={() => openRule(rule)}>
            {rule.pack} · {rule.key}
          </Button>
        ))}
      </span>
    </div>
  );
}
