import type { FeedItem } from '../api/api.ts';

/** The pictures of all pages in order, each once: pages overlap when somebody posts while they load. */
export function flatten(pages: readonly FeedItem[][]): FeedItem[] {
  const seen = new Map<string, FeedItem>();
  for (const item of pages.flat()) if (!seen.has(item.id)) seen.set(item.id, item);
  return [...seen.values()];
}

/**
 * What to ask for after `pages`, or undefined at the end.
 * The end is a page that brings nothing new; how many pictures a full page holds is the service's choice.
 */
export function nextCursor(pages: readonly FeedItem[][]): string | undefined {
  const last = pages.at(-1) ?? [];
  const earlier = new Set(pages.slice(0, -1).flatMap((page) => page.map((item) => item.id)));
  return last.some((item) => !earlier.has(item.id)) ? last.at(-1)?.cursor : undefined;
}
