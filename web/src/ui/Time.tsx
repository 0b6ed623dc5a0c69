import { absolute, relative } from './time.ts';

interface Props {
  date: Date;
}

/** How long ago `date` was; the exact time is in the tooltip. */
export function Time({ date }: Props) {
  return (
    <time dateTime={date.toISOString()} title={absolute(date)}>
      {relative(date, new Date())}
    </time>
  );
}
