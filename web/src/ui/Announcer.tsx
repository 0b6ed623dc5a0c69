import { useEffect, useSyncExternalStore } from 'react';
import { currentAnnouncement, dismiss, subscribeAnnouncements } from './announce.ts';
import styles from './Announcer.module.css';

const SHOWN_FOR = 6_000;

/** The place where announcements appear. Always on the page: a live region must be there before its text is. */
export function Announcer() {
  const announcement = useSyncExternalStore(subscribeAnnouncements, currentAnnouncement);
  useEffect(() => {
    if (announcement === null) return;
    const timer = setTimeout(() => dismiss(announcement), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [announcement]);
  return (
    <div role="status" className={styles.place}>
      {announcement !== null && <p className={styles.line}>{announcement.text}</p>}
    </div>
  );
}
