import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import styles from './Frame.module.css';
import { Logo } from './Logo.tsx';
import { useScrollToTop } from './navigation.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';

interface Props {
  /** What stands at the right of the header, before the theme switch. */
  actions: ReactNode;
  children: ReactNode;
}

/** What every page has around it: the skip link, the header, and the main part. */
export function Frame({ actions, children }: Props) {
  const [path] = useLocation();
  useScrollToTop();
  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Logo />
          <nav aria-label="Site" className={styles.actions}>
            {actions}
            <ThemeSwitch />
          </nav>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        <ErrorBoundary key={path}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}
