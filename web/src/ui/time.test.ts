import { expect, test } from 'vitest';
import { relative } from './time.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

test.each([
  ['2026-11-22T12:00:30Z', 'just now'],
  ['2026-11-22T11:59:01Z', 'just now'],
  ['2026-11-22T11:59:00Z', '1 minute ago'],
  ['2026-11-22T10:01:00Z', '1 hour ago'],
  ['2026-11-21T12:00:00Z', 'yesterday'],
  ['2026-11-16T12:00:00Z', '6 days ago'],
  ['2026-11-10T12:00:00Z', 'November 10, 2026'],
])('%s is %s', (date, words) => {
  expect(relative(new Date(date), NOW)).toBe(words);
});
