import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Props {
  /** Address of a drawing. */
  art: string;
  title: string;
  children: ReactNode;
}

/** What a page shows when it has nothing else to show: a drawing, a line, and what to do next. */
export function EmptyState({ art, title, children }: Props) {
  return (
    <div className={styles.state}>
      <img src={art} alt="" width={180} height={225} />
      <h2>{title}</h2>
      <div className={styles.text}>{children}</div>
    </div>
  );
}
