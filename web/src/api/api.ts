import { list, optionalString, string, strings, time } from './decode.ts';
import type { Http } from './http.ts';

export interface Account {
  id: string;
  username: string;
}

export interface Profile {
  username: string;
  bio: string;
}

export interface FeedItem {
  id: string;
  /** User id: names come from `profile`. */
  creator: string;
  downloadUrl: string;
  createdAt: Date;
  /** `created_at` as the service wrote it: asking for what came before must not lose digits. */
  cursor: string;
}

export type Privacy = 'public' | 'private';

/** Where and how to send one picture. */
export interface UploadTarget {
  id: string;
  url: string;
  fields: Record<string, string>;
}

/** The calls of the HTTP interface, with answers checked and named as this site names things. */
export class Api {
  readonly http: Http;

  constructor(http: Http) {
    this.http = http;
  }

  async register(username: string, email: string, password: string): Promise<void> {
    await this.http.json('/auth/register/', {
      method: 'POST',
      json: { username, email, password },
      authorize: false,
    });
  }

  /** Gives the token of the new session. */
  async login(username: string, password: string): Promise<string> {
    const answer = await this.http.json('/auth/login/', {
      method: 'POST',
      json: { username, password },
      authorize: false,
    });
    return string(answer, 'access_token');
  }

  async me(signal?: AbortSignal): Promise<Account> {
    const answer = await this.http.json('/users/me', { signal });
    return { id: string(answer, 'id'), username: string(answer, 'username') };
  }

  async profile(id: string, signal?: AbortSignal): Promise<Profile> {
    const answer = await this.http.json(`/users/profile/${encodeURIComponent(id)}`, { signal });
    return { username: string(answer, 'username'), bio: optionalString(answer, 'bio') };
  }

  /** Pictures that came before `before`, newest first: all that may be seen, or those of one `creator`. */
  async feed(creator: string | null, before: string | null, signal?: AbortSignal): Promise<FeedItem[]> {
    const path = creator === null ? '/feed/latest' : `/feed/by_user/${encodeURIComponent(creator)}`;
    const query = before === null ? '' : `?${new URLSearchParams({ before }).toString()}`;
    const answer = await this.http.json(path + query, { signal });
    return list(answer, 'results').map((entry) => ({
      id: string(entry, 'id'),
      creator: string(entry, 'creator'),
      downloadUrl: string(entry, 'download_url'),
      createdAt: time(entry, 'created_at'),
      cursor: string(entry, 'created_at'),
    }));
  }

  /** The address of one picture's bytes. */
  async media(id: string, signal?: AbortSignal): Promise<string> {
    const answer = await this.http.json(`/images/media/${encodeURIComponent(id)}`, { signal });
    return string(answer, 'uri');
  }

  async generateUpload(privacy: Privacy, signal?: AbortSignal): Promise<UploadTarget> {
    const answer = await this.http.json(`/images/upload/${privacy}/generate`, { method: 'POST', signal });
    return { id: string(answer, 'id'), url: string(answer, 'url'), fields: strings(answer, 'fields') };
  }

  async confirmUpload(id: string, signal?: AbortSignal): Promise<void> {
    await this.http.json(`/images/upload/${encodeURIComponent(id)}/confirm`, { method: 'POST', signal });
  }
}
