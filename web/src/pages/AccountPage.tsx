import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import styles from './AccountPage.module.css';

interface Props {
  title: string;
  heading: string;
  /** Address of the drawing beside the form. */
  art: string;
  children: ReactNode;
}

/** A form beside a drawing. */
export function AccountPage({ title, heading, art, children }: Props) {
  return (
    <div className={styles.page}>
      <div className={styles.sheet}>
        <Page title={title} heading={heading}>
          {children}
        </Page>
      </div>
      <img src={art} alt="" width={400} height={500} className={styles.art} />
    </div>
  );
}
