import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';
import { cx } from './cx.ts';

interface Props {
  kind: 'error' | 'info';
  children: ReactNode;
}

/** A message within a page; read out when it appears. */
export function Notice({ kind, children }: Props) {
  const Icon = kind === 'error' ? CircleAlert : Info;
  return (
    <div className={cx(styles.notice, styles[kind])} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden size={20} />
      <div>{children}</div>
    </div>
  );
}
