import type { ReactNode } from 'react';
import { NavLink } from 'react-router';

export interface SubNavItem {
  readonly to: string;
  readonly label: string;
}

/** Screens that belong together, one beside the other. */
export function SubNav({ label, items }: { label: string; items: readonly SubNavItem[] }): ReactNode {
  return (
    <nav aria-label={label} className="sub-nav">
      {items.map(({ to, label: text }) => (
        <NavLink key={to} to={to} end>
          {text}
        </NavLink>
      ))}
    </nav>
  );
}
