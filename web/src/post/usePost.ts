import { useCallback, useEffect, useRef, useState } from 'react';
import { fileOf } from './check.ts';

export interface Post {
  isOpen: boolean;
  file: File | null;
  setFile: (file: File | null) => void;
  /** While a picture is being sent, another one does not take its place. */
  setBusy: (busy: boolean) => void;
  open: () => void;
  close: () => void;
}

/** Whether the post dialog is open, and with what. A picture pasted or dropped anywhere on the page opens it. */
export function usePost(): Post {
  const [isOpen, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null) => {
      const found = fileOf(data);
      if (found === null) return;
      event.preventDefault();
      if (busy.current) return;
      setFile(found);
      setOpen(true);
    };
    const onPaste = (event: ClipboardEvent) => take(event, event.clipboardData);
    const onDrop = (event: DragEvent) => take(event, event.dataTransfer);
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    };
    window.addEventListener('paste', onPaste);
    window.addEventListener('drop', onDrop);
    window.addEventListener('dragover', onDragOver);
    return () => {
      window.removeEventListener('paste', onPaste);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('dragover', onDragOver);
    };
  }, []);
  return {
    isOpen,
    file,
    setFile,
    setBusy: useCallback((now: boolean) => void (busy.current = now), []),
    open: () => setOpen(true),
    close: () => {
      setOpen(false);
      setFile(null);
    },
  };
}
