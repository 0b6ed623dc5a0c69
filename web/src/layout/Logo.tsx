import { Link } from 'wouter';
import styles from './Logo.module.css';

/** The mark (a lens, or a hydrogen atom: it weighs 1.7 yoctograms) and the name; leads to the front page. */
export function Logo() {
  return (
    <Link href="/" className={styles.logo} aria-label="Yoctogram, front page">
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden>
        <circle cx="15" cy="17" r="11.5" className={styles.ring} />
        <circle cx="15" cy="17" r="4.4" className={styles.core} />
        <circle cx="23.2" cy="8.8" r="4.6" className={styles.electron} />
      </svg>
      <span className={styles.name}>Yoctogram</span>
    </Link>
  );
}
