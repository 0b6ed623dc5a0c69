import { afterEach, expect, test, vi } from 'vitest';
import { Api } from './api.ts';
import { Http } from './http.ts';

function serving(answer: unknown) {
  const reply = vi.fn<typeof fetch>(() =>
    Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } })),
  );
  vi.stubGlobal('fetch', reply);
  return { api: new Api(new Http('https://yoctogram.test', { token: () => 'token', refused: () => undefined })), reply };
}

afterEach(() => vi.unstubAllGlobals());

test('a feed keeps the time as it was written, to ask for what came before', async () => {
  const written = '2026-11-22 12:30:00.123456+00:00';
  const entry = { id: 'i', creator: 'c', download_url: '/api/v1/images/media/dev/i', created_at: written };
  const { api, reply } = serving({ success: true, count: 1, results: [entry] });
  const [item] = await api.feed(null, null);
  expect(item).toEqual({
    id: 'i',
    creator: 'c',
    downloadUrl: '/api/v1/images/media/dev/i',
    createdAt: new Date('2026-11-22T12:30:00.123Z'),
    cursor: written,
  });
  await api.feed('c', written);
  expect(reply.mock.calls[1]?.[0]).toBe(
    'https://yoctogram.test/api/v1/feed/by_user/c?before=2026-11-22+12%3A30%3A00.123456%2B00%3A00',
  );
});

test.each([
  [{ success: true }, 'results'],
  [{ results: [7] }, 'results'],
  [{ results: [{ id: 'i', creator: 'c', download_url: 'u', created_at: 'yesterday' }] }, 'created_at'],
  [{ results: [{ id: 'i', creator: null, download_url: 'u', created_at: '2026-11-22' }] }, 'creator'],
])('a feed that is none is an error, not a crash', async (answer, field) => {
  await expect(serving(answer).api.feed(null, null)).rejects.toThrow(`without a usable “${field}”`);
});

test('an upload target has text fields only', async () => {
  const target = { id: 'i', url: 'https://bucket.test/', fields: { key: 'k' } };
  expect(await serving({ success: true, ...target }).api.generateUpload('public')).toEqual(target);
  await expect(serving({ ...target, fields: { key: 1 } }).api.generateUpload('public')).rejects.toThrow('fields');
});

test('a profile without a line about the person is fine', async () => {
  expect(await serving({ success: true, username: 'mira', bio: null }).api.profile('c')).toEqual({ username: 'mira', bio: '' });
});
