import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../services.ts';

export interface Source {
  /** For `<img src>`; null while it loads. */
  src: string | null;
  error: Error | null;
  retry: () => void;
}

/**
 * Turns a picture's address into one that `<img>` can load.
 *
 * A presigned address is used as it is. An address of the HTTP interface itself (when the service keeps pictures on its
 * own disk) needs the token, which `<img>` cannot send: such a picture is fetched, once `wanted`, and kept as a blob.
 */
export function useSource(url: string, wanted: boolean): Source {
  const own = api.http.isOwn(url);
  const { data, error, refetch } = useQuery({
    queryKey: ['picture', url],
    queryFn: ({ signal }) => api.http.blob(api.http.resolve(url), signal),
    enabled: own && wanted,
    staleTime: Infinity,
  });
  const objectUrl = useObjectUrl(data);
  return { src: own ? objectUrl : api.http.resolve(url), error, retry: () => void refetch() };
}

/** An object URL of `blob`, released when it is no longer shown. */
export function useObjectUrl(blob: Blob | null | undefined): string | null {
  const [made, setMade] = useState<{ blob: Blob; url: string } | null>(null);
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address exists only once the effect made it
    setMade({ blob, url });
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return made !== null && made.blob === blob ? made.url : null;
}
