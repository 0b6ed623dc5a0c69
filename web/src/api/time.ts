/** Reads a time of the interface. Times are UTC; some services leave the zone out. */
export function parseTime(text: string): Date {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  return new Date(zoned);
}
