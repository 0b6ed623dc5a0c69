import { ArrowLeft, ArrowRight, Link2 } from 'lucide-react';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { PersonLink } from '../people/PersonLink.tsx';
import { picturePath } from '../paths.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './PictureCaption.module.css';
import type { Neighbours } from './useNeighbours.ts';

interface Props {
  neighbours: Neighbours;
}

/** Below a picture: who posted it and when, and the ways to the pictures beside it (the arrow keys take them too). */
export function PictureCaption({ neighbours: { item, newer, older } }: Props) {
  useArrowKeys(newer?.id ?? null, older?.id ?? null);
  return (
    <figcaption className={styles.caption}>
      <div className={styles.who}>
        {item !== null && (
          <>
            <PersonLink id={item.creator} />
            <Time date={item.createdAt} />
          </>
        )}
      </div>
      <div className={styles.ways}>
        <Button look="plain" onClick={() => void copyAddress()}>
          <Link2 aria-hidden size={20} />
          <span>Copy link</span>
        </Button>
        <Way id={newer?.id ?? null} label="Newer picture" Icon={ArrowLeft} />
        <Way id={older?.id ?? null} label="Older picture" Icon={ArrowRight} />
      </div>
    </figcaption>
  );
}

interface WayProps {
  id: string | null;
  label: string;
  Icon: typeof ArrowLeft;
}

function Way({ id, label, Icon }: WayProps) {
  const icon = <Icon aria-hidden size={22} />;
  if (id === null) return <span className={styles.way}>{icon}</span>;
  return (
    <Link href={picturePath(id)} className={styles.way} aria-label={label} title={label}>
      {icon}
    </Link>
  );
}

function useArrowKeys(newer: string | null, older: string | null): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      if (held || document.querySelector('dialog[open]') !== null) return;
      const to = event.key === 'ArrowLeft' ? newer : event.key === 'ArrowRight' ? older : null;
      if (to !== null) navigate(picturePath(to));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [newer, older, navigate]);
}

async function copyAddress(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    announce('The link is copied.');
  } catch {
    announce('The browser did not allow copying. The link is in the address bar.');
  }
}
