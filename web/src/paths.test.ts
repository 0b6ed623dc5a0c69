import { expect, test } from 'vitest';
import { PERSON_PATH, PICTURE_PATH, picturePath } from './paths.ts';

const ID = '0d5f8a52-4a0b-4c66-9d0a-3f2c5b8e7a11';

test('an address holds its id', () => {
  expect(PICTURE_PATH.exec(picturePath(ID))?.groups?.['id']).toBe(ID);
  expect(PERSON_PATH.exec(`/u/${ID.toUpperCase()}/`)?.groups?.['id']).toBe(ID.toUpperCase());
});

test.each(['/p/', '/p/1', `/p/${ID}/x`, `/p/${ID}0`, `/x/p/${ID}`, '/p/../../etc'])('%s is no picture', (path) => {
  expect(PICTURE_PATH.test(path)).toBe(false);
});
