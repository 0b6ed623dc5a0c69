import { Link } from 'wouter';
import type { FeedItem } from '../api/api.ts';
import { PersonLink } from '../people/PersonLink.tsx';
import { useProfile } from '../people/usePeople.ts';
import { picturePath } from '../paths.ts';
import { Picture } from '../picture/Picture.tsx';
import { Time } from '../ui/Time.tsx';
import { absolute } from '../ui/time.ts';
import styles from './FeedTile.module.css';

interface Props {
  item: FeedItem;
  anonymous: boolean;
}

/** One picture of a feed on its mount, with the label below. */
export function FeedTile({ item, anonymous }: Props) {
  const { data: creator } = useProfile(item.creator);
  const alt = `Picture by ${creator?.username ?? 'somebody'}, ${absolute(item.createdAt)}`;
  return (
    <article className={styles.tile}>
      <Link href={picturePath(item.id)} className={styles.picture} aria-label={alt}>
        <Picture url={item.downloadUrl} alt={alt} fit="tile" />
      </Link>
      <footer className={styles.label}>
        {!anonymous && <PersonLink id={item.creator} />}
        <Time date={item.createdAt} />
      </footer>
    </article>
  );
}
