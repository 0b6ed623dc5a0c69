import { expect, test } from 'vitest';
import type { FeedItem } from '../api/api.ts';
import { flatten, nextCursor } from './pages.ts';

function page(...ids: string[]): FeedItem[] {
  return ids.map((id) => ({ id, creator: 'c', downloadUrl: 'u', createdAt: new Date(0), cursor: `time of ${id}` }));
}

test('pages become one list, in order, each picture once', () => {
  expect(flatten([page('d', 'c'), page('c', 'b'), page('a')]).map((item) => item.id)).toEqual(['d', 'c', 'b', 'a']);
});

test('the next page is what came before the last picture', () => {
  expect(nextCursor([page('d', 'c')])).toBe('time of c');
  expect(nextCursor([page('d', 'c'), page('c', 'b')])).toBe('time of b');
});

test('a page with nothing new is the end', () => {
  expect(nextCursor([])).toBeUndefined();
  expect(nextCursor([page()])).toBeUndefined();
  expect(nextCursor([page('d', 'c'), page()])).toBeUndefined();
  expect(nextCursor([page('d', 'c'), page('c')])).toBeUndefined();
});
