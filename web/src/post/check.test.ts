import { expect, test } from 'vitest';
import { faultOf, LARGEST, megabytes } from './check.ts';

test.each([
  [{ name: 'a.png', size: 1, type: 'image/png' }, null],
  [{ name: 'a.jpg', size: LARGEST, type: 'image/jpeg' }, null],
  [{ name: 'a.jpg', size: LARGEST + 1, type: 'image/jpeg' }, 'a.jpg has 10.1 MB. At most 10 MB can be posted: make it smaller first.'],
  [{ name: 'a.png', size: 0, type: 'image/png' }, 'a.png is empty.'],
  [{ name: 'a.heic', size: 5, type: 'image/heic' }, 'a.heic is not a JPEG, PNG, GIF, WebP or AVIF picture.'],
  [{ name: 'a.svg', size: 5, type: 'image/svg+xml' }, 'a.svg is not a JPEG, PNG, GIF, WebP or AVIF picture.'],
  [{ name: '', size: 5, type: '' }, 'This file is not a JPEG, PNG, GIF, WebP or AVIF picture.'],
])('%j: %s', (file, fault) => {
  expect(faultOf(file)).toBe(fault);
});

test('sizes are rounded up', () => {
  expect(megabytes(1)).toBe('0.1 MB');
  expect(megabytes(2_000_000)).toBe('2 MB');
  expect(megabytes(10_000_001)).toBe('10.1 MB');
});
