/** How many tones `Avatar.module.css` has. */
export const TONES = 6;

/** The number of the tone that belongs to a person, from 0. */
export function toneOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % TONES;
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first letter of a name as people see it, in upper case; a dot while the name is not known. */
export function initialOf(name: string): string {
  const [first] = letters.segment(name);
  return first?.segment.toUpperCase() ?? '·';
}
