import { expect, test } from 'vitest';
import { parseTime } from './time.ts';

test.each([
  '2026-11-22T12:30:00Z',
  '2026-11-22T12:30:00',
  '2026-11-22T12:30:00.000000',
  '2026-11-22T14:30:00+02:00',
  '2026-11-22 12:30:00.000000+00:00',
])('%s is read as UTC', (text) => {
  expect(parseTime(text)?.toISOString()).toBe('2026-11-22T12:30:00.000Z');
});

test('what is no time is null', () => {
  expect(parseTime('soon')).toBeNull();
});
