import { useQuery } from '@tanstack/react-query';
import { api } from '../services.ts';

const NAMES_STAY_FOR = 5 * 60_000;

/** The person who is logged in. Asks again when the window gets the focus, which is how a session that ended is noticed. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => api.me(signal), refetchOnWindowFocus: 'always' });
}

/** Somebody's name and line about themselves, cached: a feed asks for the same few people again and again. */
export function useProfile(id: string, enabled = true) {
  return useQuery({
    queryKey: ['profile', id],
    enabled,
    queryFn: ({ signal }) => api.profile(id, signal),
    staleTime: NAMES_STAY_FOR,
  });
}
