import type { ReactNode } from 'react';
import { messageOf } from '../api/errors.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Feed.module.css';
import { MoreSentinel } from './MoreSentinel.tsx';
import { PictureGrid, PictureGridLoading } from './PictureGrid.tsx';
import { useFeed } from './useFeed.ts';

interface Props {
  creator: string | null;
  label: string;
  /** Shown when there is no picture. */
  empty: ReactNode;
}

/** A feed in all its states: loading, failed, empty, or pictures with more to come. */
export function Feed({ creator, label, empty }: Props) {
  const feed = useFeed(creator);
  const more = () => void feed.fetchNextPage();
  if (feed.isPending) return <PictureGridLoading />;
  if (feed.isError && feed.items.length === 0) {
    return (
      <Notice kind="error">
        <p>{messageOf(feed.error)}</p>
        <Button onClick={() => void feed.refetch()}>Try again</Button>
      </Notice>
    );
  }
  if (feed.items.length === 0) return empty;
  return (
    <>
      <PictureGrid items={feed.items} anonymous={creator !== null} label={label} />
      <div className={styles.end}>
        {feed.isFetchNextPageError && (
          <Notice kind="error">
            <p>{messageOf(feed.error)}</p>
            <Button onClick={more}>Try again</Button>
          </Notice>
        )}
        {feed.hasNextPage && !feed.isFetchNextPageError && <MoreSentinel busy={feed.isFetchingNextPage} onReached={more} />}
        {!feed.hasNextPage && <p className={styles.last}>That is all.</p>}
      </div>
    </>
  );
}
