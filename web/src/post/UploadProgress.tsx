import type { Progress } from './publish.ts';
import styles from './UploadProgress.module.css';

interface Props {
  progress: Progress;
}

/** How far an upload is. */
export function UploadProgress({ progress }: Props) {
  const part = progress.step === 'preparing' ? 0 : progress.step === 'sending' ? progress.part : 1;
  const percent = Math.floor(part * 100);
  return (
    <div className={styles.progress}>
      <progress aria-label="Upload" max={100} value={percent} />
      <span aria-hidden>{wordsFor(progress, percent)}</span>
    </div>
  );
}

function wordsFor(progress: Progress, percent: number): string {
  if (progress.step === 'preparing') return 'Preparing…';
  if (progress.step === 'confirming') return 'Almost there…';
  return `${percent} %`;
}
