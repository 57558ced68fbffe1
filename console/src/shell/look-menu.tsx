import { Button, Popover, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { prefer, type Preferences, usePreferences } from '../preferences/preferences';
import { useWords } from '../words/define-words';
import { words } from './words';

/** Light or dark, dense or not, which colour is up: remembered in this browser. */
export function LookMenu(): ReactNode {
  const say = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const { theme, density, rise } = usePreferences();
  const content = (
    <div className="stack">
      <Choice
        label={say('look.theme')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: say(`look.theme.${value}`),
        }))}
        onChange={(value) => prefer({ theme: value as Preferences['theme'] })}
      />
      <Choice
        label={say('look.density')}
        value={density}
        options={(['comfortable', 'compact'] as const).map((value) => ({
          value,
          label: say(`look.density.${value}`),
        }))}
        onChange={(value) => prefer({ density: value as Preferences['density'] })}
      />
      <Choice
        label={say('look.rise')}
        value={rise}
        options={(['language', 'red', 'green'] as const).map((value) => ({
          value,
          label: say(`look.rise.${value}`),
        }))}
        onChange={(value) => prefer({ rise: value as Preferences['rise'] })}
      />
    </div>
  );
  return (
    <Popover content={content} trigger="click" open={isOpen} onOpenChange={setOpen} placement="bottomRight">
      <Button type="text" aria-haspopup="true" aria-expanded={isOpen}>
        {say('look')}
      </Button>
    </Popover>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  return (
    <div>
      <div className="quiet">{label}</div>
      <Segmented aria-label={label} value={value} options={options} onChange={onChange} />
    </div>
  );
}
