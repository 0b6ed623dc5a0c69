import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from './errors.ts';
import { Http } from './http.ts';

const ORIGIN = 'https://yoctogram.test';

function answerWith(status: number, body: string, type: string) {
  const reply = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status, headers: { 'Content-Type': type } })));
  vi.stubGlobal('fetch', reply);
  return reply;
}

function client(token: string | null = 'token') {
  const refused = vi.fn<(token: string) => void>();
  return { http: new Http(ORIGIN, { token: () => token, refused }), refused };
}

function sentHeaders(reply: ReturnType<typeof answerWith>): Headers {
  return new Headers(reply.mock.calls[0]?.[1]?.headers);
}

async function failureOf(call: Promise<unknown>): Promise<[string, string]> {
  const error: unknown = await call.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof ApiError)) throw new Error('no ApiError');
  return [error.failure, error.message];
}

afterEach(() => vi.unstubAllGlobals());

describe('json', () => {
  test('sends the token and gives the object', async () => {
    const reply = answerWith(200, '{"success":true}', 'application/json');
    expect(await client().http.json('/users/me')).toEqual({ success: true });
    expect(reply.mock.calls[0]?.[0]).toBe(`${ORIGIN}/api/v1/users/me`);
    expect(sentHeaders(reply).get('Authorization')).toBe('Bearer token');
  });

  test('sends no token when told so, or when there is none', async () => {
    const reply = answerWith(200, '{}', 'application/json');
    await client().http.json('/auth/login/', { method: 'POST', json: {}, authorize: false });
    await client(null).http.json('/users/me');
    for (const [, init] of reply.mock.calls) expect(new Headers(init?.headers).has('Authorization')).toBe(false);
  });

  test('takes a page in place of JSON for “not there”', async () => {
    answerWith(200, '<!doctype html><title>Yoctogram</title>', 'text/html');
    expect(await failureOf(client().http.json('/images/media/1'))).toEqual([
      'missing',
      'There is nothing here, or the service cannot be reached at this address.',
    ]);
  });

  test('takes broken JSON for the same', async () => {
    answerWith(200, '{"uri":', 'application/json');
    expect((await failureOf(client().http.json('/images/media/1')))[0]).toBe('missing');
  });

  test('reports a refused token, and only that one', async () => {
    answerWith(401, '{"detail":"token expired"}', 'application/json');
    const { http, refused } = client('old');
    expect(await failureOf(http.json('/users/me'))).toEqual(['unauthorized', 'Token expired.']);
    expect(refused.mock.calls).toEqual([['old']]);
    await failureOf(http.json('/auth/login/', { authorize: false }));
    expect(refused).toHaveBeenCalledTimes(1);
  });

  test.each([
    [404, '{"detail":"no such user"}', 'missing', 'No such user.'],
    [400, '{"success":false,"detail":"this name is taken"}', 'refused', 'This name is taken.'],
    [422, '{"detail":[{"loc":["body","email"],"msg":"not an address"}]}', 'refused', 'Email: not an address.'],
    [400, '{}', 'refused', 'The service refused this (status 400).'],
    [500, '{"detail":"Internal server error"}', 'broken', 'The service has a problem. Try again in a minute.'],
  ])('says what an answer %d means', async (status, body, failure, message) => {
    answerWith(status, body, 'application/json');
    expect(await failureOf(client().http.json('/x'))).toEqual([failure, message]);
  });

  test('a gateway that answers with a page is broken, not missing', async () => {
    answerWith(504, '<h1>Gateway timeout</h1>', 'text/html');
    expect((await failureOf(client().http.json('/x')))[0]).toBe('broken');
  });

  test('no answer at all is said in words', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect((await failureOf(client().http.json('/x')))[0]).toBe('unreachable');
  });

  test('a request that was given up is not an error of the service', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('gone', 'AbortError')));
    await expect(client().http.json('/x')).rejects.toThrow(DOMException);
  });
});

describe('blob', () => {
  test('gives the picture', async () => {
    answerWith(200, 'bytes', 'image/png');
    expect((await client().http.blob(`${ORIGIN}/api/v1/images/media/dev/1`)).type).toBe('image/png');
  });

  test('takes a page for “not there”', async () => {
    answerWith(200, '<!doctype html>', 'text/html');
    expect((await failureOf(client().http.blob(`${ORIGIN}/api/v1/images/media/dev/1`)))[0]).toBe('missing');
  });
});

describe('the token goes to the service alone', () => {
  test.each([
    ['/api/v1/images/upload/dev/1', 'token'],
    [`${ORIGIN}/api/v1/images/upload/dev/1`, 'token'],
    ['https://bucket.s3.us-west-2.amazonaws.com/', null],
    ['https://yoctogram.test.example.org/api/v1/x', null],
    ['//example.org/api/v1/x', null],
    ['https://', null],
  ])('%s gets %s', (url, token) => {
    expect(client().http.tokenFor(url)).toBe(token);
  });
});
