/** What went wrong, in the terms that decide what a person can do about it. */
export type Failure =
  /** No answer: offline, blocked, or the host does not exist. */
  | 'unreachable'
  /** The session is missing or over. */
  | 'unauthorized'
  /** Nothing there, or nothing that this person may see. */
  | 'missing'
  /** The request was understood and refused; `message` says why. */
  | 'refused'
  /** The service failed, or answered with something that is not its interface. */
  | 'broken';

/** A call that did not succeed. `message` can be shown as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** Whether `error` says that the thing asked for is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.failure === 'missing';
}

/** A sentence for a person, for any error. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'Something went wrong on this page. Load it again.';
}

/** The error that an answer with an unsuccessful `status` stands for; `body` is its JSON, or undefined. */
export function errorFrom(status: number, body: unknown): ApiError {
  const detail = detailOf(body);
  if (status === 401) return new ApiError('unauthorized', detail ?? 'Log in first.');
  if (status === 404) return new ApiError('missing', detail ?? 'There is nothing here.');
  if (status >= 500) return new ApiError('broken', 'The service has a problem. Try again in a minute.');
  return new ApiError('refused', detail ?? `The service refused this (status ${status}).`);
}

/** The `detail` of an error answer: a sentence, or a list of what is wrong with which field. */
function detailOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return undefined;
  const { detail } = body;
  if (typeof detail === 'string' && detail !== '') return sentence(detail);
  if (!Array.isArray(detail)) return undefined;
  const parts = detail.map(fieldFault).filter((part) => part !== undefined);
  return parts.length > 0 ? parts.map(sentence).join(' ') : undefined;
}

function fieldFault(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('msg' in entry) || typeof entry.msg !== 'string') return undefined;
  const field: unknown = 'loc' in entry && Array.isArray(entry.loc) ? entry.loc.at(-1) : undefined;
  return typeof field === 'string' ? `${field}: ${entry.msg}` : entry.msg;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
