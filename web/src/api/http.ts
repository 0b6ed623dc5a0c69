import { ApiError, errorFrom } from './errors.ts';

const PREFIX = '/api/v1';

/** Where the token of a request comes from, and who hears that it was refused. */
export interface Credentials {
  /** The token to send, or null when nobody is logged in. */
  token(): string | null;
  /** Called when the service refuses `token`. */
  refused(token: string): void;
}

export interface RequestOptions {
  method?: 'GET' | 'POST';
  json?: unknown;
  /** Sends the token, and reports a refusal of it. Default: true. */
  authorize?: boolean;
  signal?: AbortSignal | undefined;
}

/** Calls the HTTP interface at one origin. */
export class Http {
  readonly origin: string;
  readonly #credentials: Credentials;

  /** `origin` without a trailing slash. */
  constructor(origin: string, credentials: Credentials) {
    this.origin = origin;
    this.#credentials = credentials;
  }

  /** Sends a request for `path` below /api/v1 and gives the JSON object of the answer. */
  async json(path: string, options: RequestOptions = {}): Promise<Record<string, unknown>> {
    const response = await this.#send(`${this.origin}${PREFIX}${path}`, options);
    const body = await readJson(response);
    if (!response.ok) throw errorFrom(response.status, body);
    // CloudFront turns every 404 into index.html with status 200: anything that is not JSON means "not there".
    if (body === undefined) {
      throw new ApiError('missing', 'There is nothing here, or the service cannot be reached at this address.');
    }
    if (typeof body !== 'object' || body === null) throw new ApiError('broken', 'The service gave an unexpected answer.');
    return body as Record<string, unknown>;
  }

  /** The picture at `url`, an address on this origin. */
  async blob(url: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.#send(url, { signal });
    if (!response.ok) throw errorFrom(response.status, await readJson(response));
    const blob = await response.blob();
    if (!blob.type.startsWith('image/')) throw new ApiError('missing', 'There is no picture here.');
    return blob;
  }

  /** The token to send to `url`: none when it belongs to somebody else's origin. */
  tokenFor(url: string): string | null {
    return this.isOwn(url) ? this.#credentials.token() : null;
  }

  /** Whether `url` is an address of the HTTP interface, and not of S3 or CloudFront. */
  isOwn(url: string): boolean {
    if (!URL.canParse(url, this.origin)) return false;
    const { origin, pathname } = new URL(url, this.origin);
    return origin === this.origin && pathname.startsWith(`${PREFIX}/`);
  }

  /** `url` as an absolute address: the service may give a path. */
  resolve(url: string): string {
    return new URL(url, this.origin).href;
  }

  async #send(url: string, { method = 'GET', json, authorize = true, signal }: RequestOptions): Promise<Response> {
    const headers = new Headers({ Accept: 'application/json, image/*' });
    if (json !== undefined) headers.set('Content-Type', 'application/json');
    const token = authorize ? this.#credentials.token() : null;
    if (token !== null) headers.set('Authorization', `Bearer ${token}`);
    const response = await reach(url, {
      method,
      headers,
      body: json === undefined ? null : JSON.stringify(json),
      signal: signal ?? null,
    });
    if (response.status === 401 && token !== null) this.#credentials.refused(token);
    return response;
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('unreachable', 'No connection to Yoctogram. Check your network, then try again.');
  }
}

/** The JSON of an answer, or undefined when it holds none. */
async function readJson(response: Response): Promise<unknown> {
  if (!/[/+]json\b/.test(response.headers.get('Content-Type') ?? '')) return undefined;
  try {
    return (await response.json()) as unknown;
  } catch {
    return undefined;
  }
}
