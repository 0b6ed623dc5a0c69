import type { Credentials } from '../api/http.ts';
import { expiryOf } from './token.ts';

export type State =
  | { readonly status: 'in'; readonly token: string }
  /** `ended`: the session ran out or was refused, and nobody asked for that. */
  | { readonly status: 'out'; readonly ended: boolean };

const KEY = 'yoctogram.token';
/** `setTimeout` takes at most this; a longer session is looked at again then. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Who is logged in: one token, kept in `storage`, and whoever wants to hear of changes.
 *
 * The site passes `localStorage`. A session lasts eight days, and people expect it to survive a closed tab and to be
 * the same in all tabs; logging out in one tab then logs out all. A script that could read `localStorage` could use a
 * token in `sessionStorage` as well, so that would protect nobody: the content security policy does.
 */
export class Session implements Credentials {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #state: State;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
    this.#state = { status: 'out', ended: false };
    this.reload();
  }

  readonly state = (): State => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The token, after a look at the clock: a token that ran out is never sent. */
  token(): string | null {
    if (this.#state.status === 'out') return null;
    if (this.#isOver(this.#state.token)) {
      this.refused(this.#state.token);
      return null;
    }
    return this.#state.token;
  }

  begin(token: string): void {
    this.#storage.setItem(KEY, token);
    this.#change({ status: 'in', token });
  }

  /** Logs out. */
  end(): void {
    this.#storage.removeItem(KEY);
    this.#change({ status: 'out', ended: false });
  }

  /** The service refused `token`. A late answer to a request of an earlier session changes nothing. */
  refused(token: string): void {
    if (this.#state.status !== 'in' || this.#state.token !== token) return;
    this.#storage.removeItem(KEY);
    this.#change({ status: 'out', ended: true });
  }

  /** Reads `storage` again: another tab may have logged in or out. */
  reload(): void {
    const token = this.#storage.getItem(KEY);
    if (token !== null && this.#isOver(token)) {
      this.#storage.removeItem(KEY);
      this.#change({ status: 'out', ended: true });
    } else if (token !== null) {
      this.#change({ status: 'in', token });
    } else if (this.#state.status === 'in') {
      this.#change({ status: 'out', ended: false });
    }
  }

  #isOver(token: string): boolean {
    const expiry = expiryOf(token);
    return expiry !== null && expiry <= this.#now();
  }

  #change(state: State): void {
    this.#state = state;
    clearTimeout(this.#timer);
    if (state.status === 'in') this.#watch(state.token);
    for (const listener of this.#listeners) listener();
  }

  /** Notices the end of the session while nothing else happens on the page. */
  #watch(token: string): void {
    const expiry = expiryOf(token);
    if (expiry === null) return;
    const wait = Math.min(Math.max(expiry - this.#now(), 0), LONGEST_TIMER);
    this.#timer = setTimeout(() => {
      if (this.token() !== null) this.#watch(token);
    }, wait);
  }
}
