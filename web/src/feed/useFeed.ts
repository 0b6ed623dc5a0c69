import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, queries } from '../services.ts';
import { flatten, nextCursor } from './pages.ts';

/** The pictures of everyone (`creator` null) or of one person, newest first, page by page. */
export function useFeed(creator: string | null) {
  const query = useInfiniteQuery({
    queryKey: ['feed', creator],
    queryFn: ({ pageParam, signal }) => api.feed(creator, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (_last, pages) => nextCursor(pages),
  });
  const pages = query.data?.pages;
  const items = useMemo(() => flatten(pages ?? []), [pages]);
  return { ...query, items };
}

/** Loads every feed again, for example after a post. */
export function refreshFeeds(): Promise<void> {
  return queries.resetQueries({ queryKey: ['feed'] });
}
