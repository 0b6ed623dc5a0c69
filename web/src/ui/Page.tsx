import { useEffect, useRef, type ReactNode } from 'react';
import { hasNavigated } from '../layout/navigation.ts';
import styles from './Page.module.css';
import { cx } from './cx.ts';

interface Props {
  /** For the browser's tab and history. */
  title: string;
  /** What the page is called on the page itself. */
  heading: ReactNode;
  /** Keeps the heading for screen readers only. */
  headingHidden?: boolean;
  children: ReactNode;
}

/** The main part of a page. Moves the focus to the heading after a click on a link, as loading a page would. */
export function Page({ title, heading, headingHidden = false, children }: Props) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <title>{`${title} · Yoctogram`}</title>
      <h1 ref={ref} tabIndex={-1} className={cx(styles.heading, headingHidden && 'visually-hidden')}>
        {heading}
      </h1>
      {children}
    </>
  );
}
