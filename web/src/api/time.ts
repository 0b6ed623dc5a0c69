/**
 * Reads a time of the interface; null when it is none. Times are UTC. Some services leave the zone out, and some write a
 * space before the hour, which not all browsers read.
 */
export function parseTime(text: string): Date | null {
  const joined = text.trim().replace(' ', 'T');
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(joined) ? joined : `${joined}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}
