import { expect, test } from 'vitest';
import { initialOf, toneOf, TONES } from './tone.ts';

test('a person keeps their tone, and all tones are used', () => {
  const ids = Array.from({ length: 200 }, (_, i) => `person ${i}`);
  expect(new Set(ids.map(toneOf))).toEqual(new Set(Array.from({ length: TONES }, (_, i) => i)));
  expect(toneOf('person 1')).toBe(toneOf('person 1'));
});

test.each([
  ['mira', 'M'],
  ['éa', 'É'],
  ['👩‍🚀 ada', '👩‍🚀'],
  ['', '·'],
])('%j begins with %j', (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});
