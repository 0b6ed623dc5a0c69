import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

let navigated = false;
let byHistory = false;

/** Has to run before the router hears of the event, or the page changes first: hence here, and in the capture phase. */
export function watchHistory(): void {
  window.addEventListener('popstate', () => (byHistory = true), { capture: true });
}

/** Whether a page of this site led to the one shown: the first page keeps the browser's own focus. */
export function hasNavigated(): boolean {
  return navigated;
}

/** A new page starts at its top; going back returns to where one was, which the browser does by itself. */
export function useScrollToTop(): void {
  const [path] = useLocation();
  const previous = useRef(path);
  useLayoutEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    navigated = true;
    if (!byHistory) window.scrollTo(0, 0);
    byHistory = false;
  }, [path]);
}
