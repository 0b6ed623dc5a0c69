import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Session } from './session.ts';
import { expiryOf } from './token.ts';

function tokenUntil(seconds: number): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${part({ alg: 'HS256' })}.${part({ sub: 'ÿ?~', exp: seconds })}.signature`;
}

function storageWith(token?: string) {
  const kept = new Map<string, string>(token === undefined ? [] : [['yoctogram.token', token]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('expiryOf', () => {
  test('reads the time', () => expect(expiryOf(tokenUntil(1_800_000_000))).toBe(1_800_000_000_000));
  test.each(['', 'abc', 'a.b.c', `a.${btoa('null')}.c`, `a.${btoa('{"exp":"soon"}')}.c`])('%j says nothing', (token) => {
    expect(expiryOf(token)).toBeNull();
  });
});

describe('Session', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(0);
  });
  afterEach(() => vi.useRealTimers());

  test('begins, is remembered, and ends', () => {
    const storage = storageWith();
    const session = new Session(storage);
    expect(session.state()).toEqual({ status: 'out', ended: false });
    session.begin(tokenUntil(100));
    expect(new Session(storage).token()).toBe(tokenUntil(100));
    session.end();
    expect(session.state()).toEqual({ status: 'out', ended: false });
    expect(storage.kept.size).toBe(0);
  });

  test('a remembered token that ran out is thrown away, and that is said', () => {
    const storage = storageWith(tokenUntil(-1));
    expect(new Session(storage).state()).toEqual({ status: 'out', ended: true });
    expect(storage.kept.size).toBe(0);
  });

  test('ends by itself when its time comes', () => {
    const session = new Session(storageWith(tokenUntil(60)));
    const changed = vi.fn();
    session.subscribe(changed);
    vi.advanceTimersByTime(59_999);
    expect(session.state().status).toBe('in');
    vi.advanceTimersByTime(1);
    expect(session.state()).toEqual({ status: 'out', ended: true });
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('lasts longer than the longest timer', () => {
    const days = 40;
    const session = new Session(storageWith(tokenUntil(days * 86_400)));
    vi.advanceTimersByTime((days - 1) * 86_400_000);
    expect(session.state().status).toBe('in');
    vi.advanceTimersByTime(86_400_000);
    expect(session.state().status).toBe('out');
  });

  test('never hands out a token that ran out, even before the timer fires', () => {
    let now = 0;
    const session = new Session(storageWith(tokenUntil(60)), () => now);
    now = 61_000;
    expect(session.token()).toBeNull();
    expect(session.state()).toEqual({ status: 'out', ended: true });
  });

  test('a late refusal of an earlier token changes nothing', () => {
    const session = new Session(storageWith(tokenUntil(60)));
    session.begin(tokenUntil(120));
    session.refused(tokenUntil(60));
    expect(session.token()).toBe(tokenUntil(120));
    session.refused(tokenUntil(120));
    expect(session.state()).toEqual({ status: 'out', ended: true });
  });

  test('follows what other tabs do', () => {
    const storage = storageWith();
    const session = new Session(storage);
    storage.setItem('yoctogram.token', tokenUntil(60));
    session.reload();
    expect(session.token()).toBe(tokenUntil(60));
    storage.removeItem('yoctogram.token');
    session.reload();
    expect(session.state()).toEqual({ status: 'out', ended: false });
  });

  test('stops telling those who no longer listen', () => {
    const session = new Session(storageWith());
    const changed = vi.fn();
    session.subscribe(changed)();
    session.begin('opaque');
    expect(changed).not.toHaveBeenCalled();
  });
});
