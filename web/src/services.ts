import { QueryClient } from '@tanstack/react-query';
import { Api } from './api/api.ts';
import { ApiError } from './api/errors.ts';
import { Http } from './api/http.ts';
import { Session } from './session/session.ts';
import { openStorage } from './session/storage.ts';

/** What the whole page shares: one session, one client of the HTTP interface, one cache. */
export const storage = openStorage();
export const session = new Session(storage);
export const api = new Api(new Http(__API_ORIGIN__ || location.origin, session));

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Without a network a query would wait in silence; people are told instead.
      networkMode: 'always',
      staleTime: 30_000,
      retry: (count, error) => error instanceof ApiError && error.failure === 'unreachable' && count < 1,
    },
  },
});

// One person's pictures never show up for the next one. This listener is the first, so it runs before any component's.
session.subscribe(() => queries.clear());
window.addEventListener('storage', () => session.reload());
