import { ImageOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './Picture.module.css';
import { useNear } from './useNear.ts';
import { useSource } from './useSource.ts';

interface Props {
  url: string;
  alt: string;
  /** `tile` fills its box and is cropped; `whole` shows all of the picture. */
  fit: 'tile' | 'whole';
  /** Shown with the message when the picture cannot be loaded. */
  onRetry?: () => void;
}

/** One picture, wherever its bytes are; with a quiet surface while it loads, and words when it does not. */
export function Picture({ url, alt, fit, onRetry }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const near = useNear(box);
  const { src, error, retry } = useSource(url, near);
  const [shown, setShown] = useState<{ src: string; ok: boolean } | null>(null);
  const loaded = shown !== null && shown.src === src && shown.ok;
  const failed = error !== null || (shown !== null && shown.src === src && !shown.ok);

  const again = () => {
    setShown(null);
    retry();
    onRetry?.();
  };
  return (
    <div ref={box} className={cx(styles.box, styles[fit], loaded && styles.loaded)}>
      {src !== null && !failed && (
        <img
          src={src}
          alt={alt}
          decoding="async"
          loading={fit === 'tile' ? 'lazy' : 'eager'}
          onLoad={() => setShown({ src, ok: true })}
          onError={() => setShown({ src, ok: false })}
        />
      )}
      {failed && (
        <div className={styles.failed}>
          <ImageOff aria-hidden size={28} />
          <p>This picture could not be loaded.</p>
          {fit === 'whole' && (
            <button type="button" className={styles.retry} onClick={again}>
              Try again
            </button>
          )}
        </div>
      )}
    </div>
  );
}
