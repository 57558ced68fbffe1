import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import type { Refusal } from '../api/refusal';
import { useWords } from '../words/define-words';
import { RefusalNote } from './refusal-note';
import { words } from './words';

export interface ConfirmProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will happen, in words and numbers. */
  readonly consequence: ReactNode;
  /** What the button says: the act itself, never "OK". */
  readonly act: string;
  readonly isRunning: boolean;
  readonly refusal: Refusal | undefined;
  readonly onAct: () => void;
  readonly onClose: () => void;
  /** It destroys something: the button is red. */
  readonly isDestructive?: boolean;
  /** The policy wants a second person: the dialog says that this only proposes. */
  readonly needsSecondPerson?: boolean;
  /** To be typed before the button works, for what cannot be taken back. */
  readonly typeToConfirm?: string;
  /** False while something that the act needs is not entered yet. */
  readonly isReady?: boolean;
  /** Decimal places of the instrument that a refusal is about. */
  readonly unitScale?: number;
}

/** Says what will happen before it does. Esc goes back and loses nothing; a refusal is shown here. */
export function ConfirmAct(props: ConfirmProps): ReactNode {
  const say = useWords(words);
  const id = useId();
  const [text, setText] = useState('');
  const { typeToConfirm, isRunning, onClose } = props;
  const isReady = props.isReady !== false && (typeToConfirm === undefined || text === typeToConfirm);
  const close = (): void => {
    setText('');
    onClose();
  };
  return (
    <Modal
      open={props.isOpen}
      title={props.title}
      onCancel={close}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={close}>{say('confirm.cancel')}</Button>
          <Button
            type="primary"
            danger={props.isDestructive === true}
            disabled={!isReady}
            loading={isRunning}
            onClick={props.onAct}
          >
            {props.act}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div>{props.consequence}</div>
        {props.needsSecondPerson === true && <p className="note warn">{say('confirm.second')}</p>}
        {typeToConfirm !== undefined && (
          <label htmlFor={id}>
            {say('confirm.type', { word: typeToConfirm })}
            <Input id={id} value={text} autoComplete="off" onChange={({ target }) => setText(target.value)} />
          </label>
        )}
        <RefusalNote refusal={props.refusal} unitScale={props.unitScale ?? 0} />
      </div>
    </Modal>
  );
}
