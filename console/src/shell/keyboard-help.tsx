import { Button, Modal } from 'antd';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useWords } from '../words/define-words';
import { isTyping, useRegisteredShortcuts } from './keyboard';
import { words } from './words';

let isShown = false;
const listeners = new Set<() => void>();
function show(next: boolean): void {
  isShown = next;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function HelpButton(): ReactNode {
  const say = useWords(words);
  return (
    <Button type="text" aria-label={say('help')} title={say('help')} onClick={() => show(true)}>
      ?
    </Button>
  );
}

/** `?` lists the keys of the screen that is shown; a key runs what it says unless somebody is typing. */
export function KeyboardHelp(): ReactNode {
  const say = useWords(words);
  const shortcuts = useRegisteredShortcuts();
  const isOpen = useSyncExternalStore(subscribe, () => isShown);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      if (event.key === '?') return show(true);
      // A dialog has the keyboard for itself.
      if (document.querySelector('[role="dialog"]:not([style*="display: none"])') !== null) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key);
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [shortcuts]);
  const rows: [string, string][] = [
    ['?', say('help.open')],
    ['Tab ⏎', say('help.skip')],
    ['Esc', say('help.close')],
    ['⏎', say('help.enter')],
    ...shortcuts.map(({ key, what }): [string, string] => [key, what]),
  ];
  return (
    <Modal open={isOpen} title={say('help')} footer={null} onCancel={() => show(false)}>
      <table className="dense">
        <tbody>
          {rows.map(([key, what]) => (
            <tr key={`${key} ${what}`}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p style={{ marginTop: 12 }}>
        <a href="/api/docs">{say('help.reference')}</a>
      </p>
      <p className="quiet">
        {say('help.credits')} <a href="https://www.tradingview.com/">tradingview.com</a>
      </p>
    </Modal>
  );
}
