import type { UploadTarget } from '../api/api.ts';
import { ApiError, errorFrom } from '../api/errors.ts';

export interface TransferOptions {
  /** Sent as a bearer token; null for an address that is signed itself. */
  token: string | null;
  /** Gets the part that is sent, from 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** The form of a presigned POST: the fields first, the file last. S3 ignores what comes after the file. */
export function formOf(fields: UploadTarget['fields'], file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return form;
}

/** Sends `file` to `url`. `XMLHttpRequest`, for `fetch` does not tell how much has been sent. */
export function transfer(url: string, form: FormData, options: TransferOptions): Promise<void> {
  const { token, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open('POST', url);
    if (token !== null) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    });
    request.addEventListener('load', () => {
      const error = transferError(request.status, request.responseText);
      if (error === null) resolve();
      else reject(error);
    });
    request.addEventListener('error', () =>
      reject(new ApiError('unreachable', 'The upload broke off. Check your network, then try again.')),
    );
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

/** The error that an answer stands for, null for success. S3 answers in XML, the service in JSON. */
export function transferError(status: number, text: string): ApiError | null {
  if (status >= 200 && status < 300) return null;
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  if (status === 413 || code === 'EntityTooLarge') return new ApiError('refused', 'This picture is too large: at most 10 MB can be posted.');
  if (status === 415) return new ApiError('refused', 'This file is not a picture that Yoctogram can keep.');
  if (status === 403) return new ApiError('refused', 'The permission to upload has run out. Try again.');
  return errorFrom(status, parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
