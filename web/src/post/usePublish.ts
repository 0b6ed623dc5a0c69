import { useEffect, useRef, useState } from 'react';
import type { Privacy } from '../api/api.ts';
import { messageOf } from '../api/errors.ts';
import { refreshFeeds } from '../feed/useFeed.ts';
import { api } from '../services.ts';
import { announce } from '../ui/announce.ts';
import { publish, type Progress } from './publish.ts';

export interface Publishing {
  /** Null while nothing is being sent. */
  progress: Progress | null;
  error: string | null;
  start: (file: File, privacy: Privacy) => void;
  cancel: () => void;
}

/** Posts a picture and keeps account of it; leaving the dialog stops an upload. */
export function usePublish(onDone: () => void): Publishing {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (file: File, privacy: Privacy) => {
    if (running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    setError(null);
    try {
      await publish(api, file, privacy, { onProgress: setProgress, signal: controller.signal });
      announce(privacy === 'private' ? 'Posted. Only you can see it.' : 'Posted for everyone here to see.');
      void refreshFeeds();
      onDone();
    } catch (fault) {
      if (!controller.signal.aborted) setError(messageOf(fault));
    } finally {
      running.current = null;
      setProgress(null);
    }
  };
  return {
    progress,
    error,
    start: (file, privacy) => void run(file, privacy),
    cancel: () => running.current?.abort(),
  };
}
