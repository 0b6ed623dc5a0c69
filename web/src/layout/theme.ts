import { useSyncExternalStore } from 'react';
import { storage } from '../services.ts';

export type Theme = 'light' | 'dark';

const KEY = 'yoctogram.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The theme that is shown: the one chosen on this device, else the system's. */
export function currentTheme(): Theme {
  return chosen() ?? system();
}

/** Puts the chosen theme on the page. Without a choice the style sheet follows the system. */
export function applyTheme(): void {
  const theme = chosen();
  if (theme === null) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Changes to the other theme. Choosing what the system has is no choice: the page then follows the system again. */
export function switchTheme(): void {
  const other: Theme = currentTheme() === 'dark' ? 'light' : 'dark';
  if (other === system()) storage.removeItem(KEY);
  else storage.setItem(KEY, other);
  applyTheme();
  for (const listener of listeners) listener();
}

/** The theme that is shown; renders again when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  systemDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    systemDark.removeEventListener('change', listener);
  };
}

function chosen(): Theme | null {
  const value = storage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : null;
}

function system(): Theme {
  return systemDark.matches ? 'dark' : 'light';
}
