/** An id as the service gives them: a UUID. Anything else in an address cannot exist, and is not asked for. */
const ID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** Matches the address of a picture's page; the group `id` is the picture's. */
export const PICTURE_PATH = new RegExp(`^/p/(?<id>${ID})/?$`);
/** Matches the address of a person's page; the group `id` is the person's. */
export const PERSON_PATH = new RegExp(`^/u/(?<id>${ID})/?$`);

export function picturePath(id: string): string {
  return `/p/${id}`;
}

export function personPath(id: string): string {
  return `/u/${id}`;
}
