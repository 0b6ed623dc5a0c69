import { expect, test } from 'vitest';
import { loginFor, nextFrom } from './next.ts';

test('the way through the log-in page leads back', () => {
  const address = loginFor('/u/a?b=c&d');
  expect(address).toBe('/login?next=%2Fu%2Fa%3Fb%3Dc%26d');
  expect(nextFrom(address.slice(address.indexOf('?') + 1))).toBe('/u/a?b=c&d');
  expect(loginFor('/')).toBe('/login');
});

test.each(['', 'next=', 'next=//example.org', 'next=/\\example.org', 'next=https://example.org', 'next=javascript:alert(1)'])(
  '%j leads to the front page',
  (search) => expect(nextFrom(search)).toBe('/'),
);
