/** What the service takes: 10,000,000 bytes. */
export const LARGEST = 10_000_000;
/** For `<input accept>`: what browsers can show. */
export const ACCEPT = 'image/jpeg,image/png,image/gif,image/webp,image/avif';

const TYPES = new Set(ACCEPT.split(','));

/** Why `file` cannot be posted, as a sentence; null when it can. Whether the browser can decode it shows later. */
export function faultOf(file: Pick<File, 'name' | 'size' | 'type'>): string | null {
  const name = file.name === '' ? 'This file' : file.name;
  if (!TYPES.has(file.type)) return `${name} is not a JPEG, PNG, GIF, WebP or AVIF picture.`;
  if (file.size === 0) return `${name} is empty.`;
  if (file.size > LARGEST) return `${name} has ${megabytes(file.size)}. At most 10 MB can be posted: make it smaller first.`;
  return null;
}

/** A size for people: decimal megabytes, rounded up, so that a file above the limit never reads as if it fitted. */
export function megabytes(bytes: number): string {
  return `${(Math.ceil(bytes / 100_000) / 10).toLocaleString('en')} MB`;
}

/** The first file of a paste or a drop, if there is one. */
export function fileOf(data: DataTransfer | null): File | null {
  return data?.files[0] ?? null;
}
