/** The one line at the bottom of the screen that says what just happened. */
export interface Announcement {
  text: string;
}

let current: Announcement | null = null;
const listeners = new Set<() => void>();

/** Shows `text` for a few seconds; screen readers speak it. */
export function announce(text: string): void {
  change({ text });
}

/** Takes `announcement` away, unless another one has taken its place. */
export function dismiss(announcement: Announcement): void {
  if (current === announcement) change(null);
}

export function currentAnnouncement(): Announcement | null {
  return current;
}

export function subscribeAnnouncements(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: Announcement | null): void {
  current = next;
  for (const listener of listeners) listener();
}
