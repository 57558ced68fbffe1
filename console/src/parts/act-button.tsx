import type { QueryKey } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAct } from '../api/use-act';
import { ConfirmAct } from './confirm-act';
import { ReasonField } from './reason-field';

export interface ActButtonProps<Output> {
  /** What the button says; the dialog's own button says `act`, or the same. */
  readonly label: string;
  readonly title: string;
  readonly act?: string;
  /** What will happen, in words and numbers. */
  readonly consequence: ReactNode;
  /** Label of the reason that goes on record; without it none is asked for. */
  readonly reason?: string;
  /** What else was filled in, so that another wish is never taken for a repeated one. */
  readonly facts?: unknown;
  readonly isReady?: boolean;
  readonly isDestructive?: boolean;
  readonly needsSecondPerson?: boolean;
  readonly typeToConfirm?: string;
  readonly isPrimary?: boolean;
  readonly size?: 'small' | 'middle';
  /** Decimal places of the instrument that a refusal is about. */
  readonly unitScale?: number;
  readonly perform: (reason: string, key: string) => Promise<Output>;
  readonly refresh: readonly QueryKey[];
  readonly onDone: (output: Output) => void;
}

/** A button, the dialog that says what follows, and the deed: one key a wish, a refusal shown where it was asked. */
export function ActButton<Output>(props: ActButtonProps<Output>): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const acting = useAct<{ reason: string; facts: unknown }, Output>({
    act: ({ reason: why }, key) => props.perform(why, key),
    refresh: props.refresh,
    onDone: (output) => {
      setOpen(false);
      setReason('');
      props.onDone(output);
    },
  });
  const isReasoned = props.reason === undefined || reason.trim() !== '';
  return (
    <>
      <Button
        size={props.size ?? 'middle'}
        type={props.isPrimary === true ? 'primary' : 'default'}
        danger={props.isDestructive === true}
        onClick={() => {
          acting.reset();
          setOpen(true);
        }}
      >
        {props.label}
      </Button>
      <ConfirmAct
        isOpen={isOpen}
        title={props.title}
        act={props.act ?? props.label}
        consequence={
          <div className="stack">
            <div>{props.consequence}</div>
            {props.reason !== undefined && (
              <ReasonField label={props.reason} value={reason} onChange={setReason} />
            )}
          </div>
        }
        isReady={isReasoned && props.isReady !== false}
        isDestructive={props.isDestructive === true}
        needsSecondPerson={props.needsSecondPerson === true}
        {...(props.typeToConfirm !== undefined && { typeToConfirm: props.typeToConfirm })}
        {...(props.unitScale !== undefined && { unitScale: props.unitScale })}
        isRunning={acting.isRunning}
        refusal={acting.refusal}
        onAct={() => acting.run({ reason: reason.trim(), facts: props.facts ?? null })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
