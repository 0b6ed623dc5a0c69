import type { Api, Privacy } from '../api/api.ts';
import { ApiError, isMissing } from '../api/errors.ts';
import { formOf, transfer } from './transfer.ts';

export type Progress =
  | { step: 'preparing' }
  | { step: 'sending'; part: number }
  | { step: 'confirming' };

/** Posts `file` in three steps: asks where to, sends it there, says that it is there. Gives the new picture's id. */
export async function publish(
  api: Api,
  file: File,
  privacy: Privacy,
  { onProgress, signal }: { onProgress: (progress: Progress) => void; signal: AbortSignal },
): Promise<string> {
  onProgress({ step: 'preparing' });
  const target = await api.generateUpload(privacy, signal);
  onProgress({ step: 'sending', part: 0 });
  await transfer(api.http.resolve(target.url), formOf(target.fields, file), {
    token: api.http.tokenFor(target.url),
    onProgress: (part) => onProgress({ step: 'sending', part }),
    signal,
  });
  onProgress({ step: 'confirming' });
  await confirm(api, target.id, signal);
  return target.id;
}

async function confirm(api: Api, id: string, signal: AbortSignal): Promise<void> {
  try {
    await api.confirmUpload(id, signal);
  } catch (error) {
    if (isMissing(error)) throw new ApiError('missing', 'The picture did not arrive. Try again.');
    throw error;
  }
}
