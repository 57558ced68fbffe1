import { Button, Input, Modal, Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/define-words';
import { deleteView, savedViews, saveView } from './saved-views';
import { words } from './words';

export interface SavedViewsMenuProps {
  readonly table: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly onChoose: (filters: Readonly<Record<string, string>>) => void;
}

export function SavedViewsMenu({ table, filters, onChoose }: SavedViewsMenuProps): ReactNode {
  const say = useWords(words);
  const [views, setViews] = useState(() => savedViews(table));
  const [name, setName] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const save = (): void => {
    const trimmed = name?.trim() ?? '';
    if (trimmed === '') return;
    setViews(saveView(table, { name: trimmed, filters }));
    setName(undefined);
  };
  const list = (
    <div className="stack">
      {views.length === 0 && <span className="quiet">{say('table.view.none')}</span>}
      {views.map((view) => (
        <div key={view.name} className="row">
          <Button
            type="link"
            onClick={() => {
              setOpen(false);
              onChoose(view.filters);
            }}
          >
            {view.name}
          </Button>
          <Button
            size="small"
            aria-label={say('table.view.delete', { name: view.name })}
            onClick={() => setViews(deleteView(table, view.name))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button
        disabled={Object.keys(filters).length === 0}
        onClick={() => {
          setOpen(false);
          setName('');
        }}
      >
        {say('table.view.save')}
      </Button>
    </div>
  );
  return (
    <>
      <Popover content={list} trigger="click" open={isOpen} onOpenChange={setOpen} placement="bottomLeft">
        <Button aria-haspopup="true" aria-expanded={isOpen}>
          {say('table.views')}
        </Button>
      </Popover>
      <Modal
        open={name !== undefined}
        title={say('table.view.save')}
        okText={say('table.save')}
        cancelText={say('confirm.cancel')}
        onOk={save}
        onCancel={() => setName(undefined)}
      >
        <Input
          aria-label={say('table.view.name')}
          placeholder={say('table.view.name')}
          value={name ?? ''}
          maxLength={40}
          onChange={({ target }) => setName(target.value)}
          onPressEnter={save}
        />
      </Modal>
    </>
  );
}
