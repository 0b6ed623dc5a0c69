import { useSyncExternalStore } from 'react';
import { session } from '../services.ts';
import type { State } from './session.ts';

/** The state of the session; renders again when it changes. */
export function useSession(): State {
  return useSyncExternalStore(session.subscribe, session.state);
}
