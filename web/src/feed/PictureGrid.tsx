import type { FeedItem } from '../api/api.ts';
import { FeedTile } from './FeedTile.tsx';
import styles from './PictureGrid.module.css';

interface Props {
  items: readonly FeedItem[];
  /** Leaves out whose pictures they are, when the page says so already. */
  anonymous?: boolean;
  label: string;
}

/** Pictures side by side, as many as fit. */
export function PictureGrid({ items, anonymous = false, label }: Props) {
  return (
    <ul className={styles.grid} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <FeedTile item={item} anonymous={anonymous} />
        </li>
      ))}
    </ul>
  );
}

/** Empty mounts, while the first pictures load. */
export function PictureGridLoading() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading pictures</span>
      <div className={styles.grid} aria-hidden>
        {Array.from({ length: 8 }, (_, index) => (
          <div key={index} className={styles.placeholder} />
        ))}
      </div>
    </div>
  );
}
