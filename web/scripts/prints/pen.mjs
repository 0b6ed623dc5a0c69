// Strokes and shapes of the plant prints, on a sheet of 400 by 500.

const WIDTH = 400;
const HEIGHT = 500;

/** A generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The point `length` away from `from`; an angle of 0 points right, -π/2 up. */
export function point([x, y], angle, length) {
  return [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
}

/** A stroke through `points`. */
export function line(points, width, opacity) {
  const unfilled = points.length > 2 ? ' fill="none"' : '';
  return `<path d="M${points.map(pair).join('L')}"${unfilled} stroke-width="${round(width)}" opacity="${opacity}"/>`;
}

/** A filled shape with corners at `points`. */
export function polygon(points, opacity) {
  return `<path d="M${points.map(pair).join('L')}Z" opacity="${opacity}"/>`;
}

/** A pointed leaf that starts at `from`. */
export function leaf(from, angle, length, width, opacity) {
  const tip = point(from, angle, length);
  const middle = point(from, angle, length * 0.45);
  const left = point(middle, angle - Math.PI / 2, width);
  const right = point(middle, angle + Math.PI / 2, width);
  return `<path d="M${pair(from)}Q${pair(left)} ${pair(tip)}Q${pair(right)} ${pair(from)}Z" opacity="${opacity}"/>`;
}

/** The blue ground: brushed on by hand, so its edges show the strokes. */
export function emulsion(seed) {
  const rng = random(seed * 97);
  const edge = [];
  for (let x = 12; x < WIDTH - 12; x += 7) edge.push([x, 12 + rng() * 7]);
  for (let y = 14; y < HEIGHT - 12; y += 11) edge.push([WIDTH - 11 - rng() * 4, y]);
  for (let x = WIDTH - 12; x > 12; x -= 7) edge.push([x, HEIGHT - 12 - rng() * 8]);
  for (let y = HEIGHT - 14; y > 12; y -= 11) edge.push([11 + rng() * 4, y]);
  const brushed = Array.from({ length: 14 }, () => {
    const x = 24 + rng() * (WIDTH - 48);
    return `<path d="M${round(x)} 20L${round(x + (rng() - 0.5) * 14)} ${HEIGHT - 20}" stroke="#fff" stroke-width="${round(4 + rng() * 22)}" opacity=".025"/>`;
  });
  return [`<path d="M${edge.map(pair).join('L')}Z" fill="url(#blue)"/>`, ...brushed];
}

/** The finished file. */
export function svg(ground, plant) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    '<defs><radialGradient id="blue" cx=".48" cy=".42" r=".78"><stop offset="0" stop-color="#0f3f82"/><stop offset=".62" stop-color="#0b3168"/><stop offset="1" stop-color="#16508f"/></radialGradient></defs>',
    ...ground,
    '<g fill="#eef5fc" stroke="#eef5fc" stroke-width="0" stroke-linecap="round" stroke-linejoin="round">',
    ...plant,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function pair([x, y]) {
  return `${round(x)} ${round(y)}`;
}

function round(value) {
  return String(Math.round(value * 10) / 10);
}
