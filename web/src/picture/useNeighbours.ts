import type { FeedItem } from '../api/api.ts';
import { useFeed } from '../feed/useFeed.ts';

export interface Neighbours {
  /** What the feed knows of the picture: the interface tells who made it only there. */
  item: FeedItem | null;
  newer: FeedItem | null;
  older: FeedItem | null;
}

/** The picture `id` in the latest feed, as far as that is loaded, with the pictures beside it. */
export function useNeighbours(id: string): Neighbours {
  const { items } = useFeed(null);
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) return { item: null, newer: null, older: null };
  return { item: items[index] ?? null, newer: items[index - 1] ?? null, older: items[index + 1] ?? null };
}
