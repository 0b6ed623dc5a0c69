import { useEffect, useRef } from 'react';
import { Button } from '../ui/Button.tsx';

interface Props {
  busy: boolean;
  onReached: () => void;
}

/** Stands after the last picture and asks for more when it comes near the screen; it is also a button to press. */
export function MoreSentinel({ busy, onReached }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null || busy) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onReached();
      },
      { rootMargin: '800px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [busy, onReached]);
  return (
    <div ref={ref}>
      <Button onClick={onReached} aria-disabled={busy}>
        {busy ? 'Loading more…' : 'Show more'}
      </Button>
    </div>
  );
}
