/** The address of the log-in page that leads back to `path` afterwards. */
export function loginFor(path: string): string {
  return path === '/' ? '/login' : `/login?${new URLSearchParams({ next: path }).toString()}`;
}

/** Where to go after logging in. Only a path of this site: an address given in a link must not lead elsewhere. */
export function nextFrom(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
