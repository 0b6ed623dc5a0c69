import { expect, test } from 'vitest';
import { formOf, transferError } from './transfer.ts';

test('the fields come in their order, the file last', () => {
  const form = formOf({ key: 'k', policy: 'p', 'x-amz-signature': 's' }, new Blob(['bytes'], { type: 'image/png' }));
  expect([...form.keys()]).toEqual(['key', 'policy', 'x-amz-signature', 'file']);
});

test.each([200, 201, 204])('%d is a success', (status) => {
  expect(transferError(status, '')).toBeNull();
});

test.each([
  [400, '<Error><Code>EntityTooLarge</Code></Error>', 'refused', 'This picture is too large: at most 10 MB can be posted.'],
  [413, '', 'refused', 'This picture is too large: at most 10 MB can be posted.'],
  [403, '<Error><Code>AccessDenied</Code></Error>', 'refused', 'The permission to upload has run out. Try again.'],
  [415, '{"detail":"not an image"}', 'refused', 'This file is not a picture that Yoctogram can keep.'],
  [401, '{"detail":"no token"}', 'unauthorized', 'No token.'],
  [503, '<Error><Code>SlowDown</Code></Error>', 'broken', 'The service has a problem. Try again in a minute.'],
])('%d %s is %s', (status, text, failure, message) => {
  expect(transferError(status, text)).toMatchObject({ failure, message });
});
