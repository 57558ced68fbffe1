import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useDesk } from '../shell/use-desk';

/** A form that has a screen of its own: what it is for, and the way back to its list. */
export function FormPage(page: {
  readonly title: string;
  readonly about: string;
  /** The list, below the desk's own address. */
  readonly list: string;
  readonly back: string;
  readonly children: ReactNode;
}): ReactNode {
  const desk = useDesk();
  return (
    <>
      <div className="screen-head">
        <h1>{page.title}</h1>
        <span className="push" />
        <Link to={`${desk}/${page.list}`}>{page.back}</Link>
      </div>
      <p className="quiet">{page.about}</p>
      {page.children}
    </>
  );
}
