const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
const WEEK = 7 * 86_400;

const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const minute = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** "just now", "5 minutes ago", "yesterday"; the day itself when it is a week or more away. */
export function relative(date: Date, now: Date): string {
  // The clocks of the service and of this device differ a little: nothing was posted in the future.
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  if (seconds >= WEEK) return day.format(date);
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return ago.format(-Math.floor(seconds / length), unit);
  }
  return 'just now';
}

/** The day and the time, to the minute, where the reader is. */
export function absolute(date: Date): string {
  return minute.format(date);
}
