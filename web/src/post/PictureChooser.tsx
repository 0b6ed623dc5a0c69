import { ImagePlus } from 'lucide-react';
import { useId, useState, type DragEvent } from 'react';
import { useObjectUrl } from '../picture/useSource.ts';
import { cx } from '../ui/cx.ts';
import { ACCEPT, megabytes } from './check.ts';
import styles from './PictureChooser.module.css';

interface Props {
  file: File | null;
  onFile: (file: File) => void;
  /** The browser cannot decode the file. */
  onUnreadable: (file: File) => void;
  disabled: boolean;
}

/**
 * Where the picture goes: a file input as large as its preview. Dropping and pasting reach the whole page (`usePost`);
 * here a drop only shows that it would be taken.
 */
export function PictureChooser({ file, onFile, onUnreadable, disabled }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const preview = useObjectUrl(file);
  const onDragLeave = (event: DragEvent) => {
    if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
  };
  return (
    <div
      className={cx(styles.chooser, over && styles.over, file !== null && styles.filled)}
      onDragEnter={() => setOver(true)}
      onDragLeave={onDragLeave}
      onDrop={() => setOver(false)}
    >
      <input
        id={id}
        type="file"
        accept={ACCEPT}
        disabled={disabled}
        className={styles.input}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          // Emptied, so that choosing the same file again is a change again.
          currentTarget.value = '';
          if (chosen !== undefined) onFile(chosen);
        }}
      />
      <label htmlFor={id} className={styles.label}>
        {file === null ? (
          <>
            <ImagePlus aria-hidden size={36} strokeWidth={1.5} />
            <span className={styles.call}>Choose a picture</span>
            <span className={styles.hint}>or drop or paste one here. Up to 10 MB.</span>
          </>
        ) : (
          <>
            {preview !== null && <img src={preview} alt="Preview" onError={() => onUnreadable(file)} />}
            <span className={styles.name}>
              <span>{file.name || 'Pasted picture'}</span> · {megabytes(file.size)} · <u>Change</u>
            </span>
          </>
        )}
      </label>
    </div>
  );
}
