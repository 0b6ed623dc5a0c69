import { X } from 'lucide-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { Privacy } from '../api/api.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { faultOf } from './check.ts';
import { PictureChooser } from './PictureChooser.tsx';
import styles from './PostDialog.module.css';
import { PrivacyChoice } from './PrivacyChoice.tsx';
import { UploadProgress } from './UploadProgress.tsx';
import { usePublish } from './usePublish.ts';

interface Props {
  file: File | null;
  onFile: (file: File | null) => void;
  /** Called when sending begins and ends. */
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

/** Posting a picture: choose it, say who may see it, send it. */
export function PostDialog({ file, onFile, onBusy, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [privacy, setPrivacy] = useState<Privacy>('public');
  const [unreadable, setUnreadable] = useState<File | null>(null);
  const close = () => dialog.current?.close();
  const publishing = usePublish(close);
  useEffect(() => dialog.current?.showModal(), []);

  const busy = publishing.progress !== null;
  useBusy(busy, onBusy);
  const fault = file === null ? null : unreadable === file ? `${file.name} cannot be shown: it may be damaged.` : faultOf(file);
  const ready = file !== null && fault === null && !busy;
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (ready) publishing.start(file, privacy);
  };
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="post-title" onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <header className={styles.header}>
          <h2 id="post-title">Post a picture</h2>
          <IconButton label="Close" onClick={close}>
            <X aria-hidden size={22} />
          </IconButton>
        </header>
        <PictureChooser
          file={fault === null ? file : null}
          onFile={onFile}
          onUnreadable={setUnreadable}
          disabled={busy}
        />
        {fault !== null && <Notice kind="error">{fault}</Notice>}
        <PrivacyChoice value={privacy} onChange={setPrivacy} disabled={busy} />
        {publishing.error !== null && <Notice kind="error">{publishing.error}</Notice>}
        {publishing.progress !== null && <UploadProgress progress={publishing.progress} />}
        <footer className={styles.footer}>
          <Button onClick={busy ? publishing.cancel : close}>{busy ? 'Stop' : 'Cancel'}</Button>
          <Button type="submit" look="primary" disabled={!ready}>
            Post
          </Button>
        </footer>
      </form>
    </dialog>
  );
}

/** Says when sending begins and ends; meanwhile the browser asks before it leaves the page. */
function useBusy(busy: boolean, onBusy: (busy: boolean) => void): void {
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    onBusy(true);
    window.addEventListener('beforeunload', ask);
    return () => {
      onBusy(false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [busy, onBusy]);
}
