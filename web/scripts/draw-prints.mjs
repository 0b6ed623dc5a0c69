// Draws the plant prints of the site (cyanotypes: white shadows of plants on Prussian blue) into src/assets/prints.
// The same seed gives the same bytes, so the drawings change only when this file does.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emulsion, leaf, line, point, polygon, random, svg } from './prints/pen.mjs';

const target = join(import.meta.dirname, '..', 'src', 'assets', 'prints');

/** A frond: a bent stem with pairs of leaves, which are fronds themselves while `depth` lasts. */
function frond(root, angle, length, bend, depth, out) {
  const pairs = depth > 0 ? 21 : Math.max(4, Math.round(length / 6.4));
  const stem = [root];
  let at = root;
  let heading = angle;
  for (let i = 1; i <= pairs; i += 1) {
    at = point(at, heading, length / pairs);
    heading += bend / pairs;
    stem.push(at);
    const grown = i / pairs;
    if (depth > 0 && grown < 0.14) continue;
    const size = depth > 0 ? length * 0.36 * Math.sin(Math.PI * (0.2 + 0.8 * grown) ** 0.8) + 5 : 3.5 + length * 0.13 * (1 - grown);
    for (const side of [-1, 1]) {
      const outwards = heading + side * (1.3 - grown * 0.5);
      if (depth > 0) frond(at, outwards, size, -side * 0.55, depth - 1, out);
      else out.push(leaf(at, outwards, size, size * 0.34, 0.88));
    }
  }
  out.push(line(stem, depth > 0 ? 2.4 : 0.9, 0.95));
}

function fern() {
  const out = [];
  frond([182, 474], -1.5, 416, 0.3, 1, out);
  return out;
}

function dandelion() {
  const rng = random(11);
  const heart = [205, 178];
  const out = [line([[168, 474], [176, 400], [190, 310], [200, 240], heart], 4.2, 0.95)];
  const seed = (from, angle, length, tuft) => {
    const tip = point(from, angle, length);
    out.push(line([from, tip], 0.7, 0.75));
    for (let i = -5; i <= 5; i += 1) out.push(line([tip, point(tip, angle + i * 0.27, tuft * (1 - Math.abs(i) * 0.04))], 0.6, 0.8));
    out.push(leaf(from, angle, 9, 2.6, 0.95));
  };
  for (let i = 0; i < 62; i += 1) seed(heart, i * 2.39996, 52 + 62 * Math.sqrt((i + 0.5) / 62), 21 + rng() * 5);
  for (const [x, y, angle] of [[306, 312, -0.5], [328, 236, -0.9], [284, 392, -0.2]]) seed([x, y], angle, 30, 24);
  out.push(`<circle cx="${heart[0]}" cy="${heart[1]}" r="9" opacity=".95"/>`);
  return out;
}

/** A feathery alga: translucent branches that bear branches, on alternate sides; their overlaps make the print. */
function seaweed() {
  const rng = random(31);
  const out = [];
  const grow = (from, angle, length, width, depth) => {
    const steps = [3, 10, 15][depth];
    const bend = (rng() - 0.5) * 0.9;
    let at = from;
    let heading = angle;
    const stem = [from];
    for (let i = 1; i <= steps; i += 1) {
      const grown = i / steps;
      at = point(at, heading, length / steps);
      stem.push(at);
      heading += bend / steps + (rng() - 0.5) * 0.16;
      if (depth === 0 || grown < 0.16) continue;
      const side = i % 2 === 0 ? 1 : -1;
      const reach = length * (0.5 - 0.34 * grown) * (0.8 + rng() * 0.4);
      grow(at, heading + side * (0.75 + rng() * 0.25), reach, width * 0.62 * (1.05 - grown * 0.5), depth - 1);
    }
    out.push(line(stem, Math.max(1, width), 0.62));
    out.push(line(stem.slice(0, Math.ceil(steps / 2)), Math.max(1, width) * 1.5, 0.4));
  };
  grow([196, 474], -1.85, 315, 3, 2);
  grow([200, 474], -1.5, 385, 3.6, 2);
  grow([204, 474], -1.25, 310, 3, 2);
  out.push('<ellipse cx="200" cy="474" rx="22" ry="7" opacity=".85"/>');
  return out;
}

/** A fan on a stalk, cleft in the middle, with veins that fork towards the rim. */
function fan(base, angle, radius, out) {
  const spread = 1.02;
  const rim = [];
  for (let i = -30; i <= 30; i += 1) {
    const t = i / 30;
    const cleft = 0.42 * Math.exp(-((t / 0.055) ** 2));
    const ripple = 0.022 * Math.sin(t * 34) + 0.03 * Math.cos(t * 9);
    rim.push(point(base, angle + t * spread, radius * (0.99 - cleft + ripple - 0.1 * t * t)));
  }
  out.push(polygon([base, ...rim], 0.62));
  for (let i = -22; i <= 22; i += 1) {
    const t = (i + 0.5) / 23;
    if (Math.abs(t) < 0.03) continue;
    const fork = point(base, angle + t * spread * 0.97, radius * 0.52);
    out.push(line([base, fork, point(base, angle + t * spread * 0.965, radius * 0.9)], 0.7, 0.42));
    out.push(line([fork, point(base, angle + (t + 0.022) * spread * 0.965, radius * 0.9)], 0.6, 0.42));
  }
}

function ginkgo() {
  const out = [];
  const node = [186, 452];
  for (const [base, angle, radius] of [[[150, 262], -2.0, 112], [[244, 214], -1.2, 124], [[256, 352], -0.62, 88]]) {
    out.push(line([node, point(node, (angle - 1.57) / 2, 40), base], 2.6, 0.92));
    fan(base, angle, radius, out);
  }
  out.push(line([[178, 478], node], 5, 0.95));
  return out;
}

function grass() {
  const rng = random(5);
  const out = [];
  for (let i = 0; i < 9; i += 1) {
    const lean = (i - 4) * 0.072 + (rng() - 0.5) * 0.07;
    let at = [200 + (i - 4) * 7, 474];
    let heading = -1.57 + lean * 0.4;
    const stem = [at];
    const tall = 300 + rng() * 112;
    for (let k = 0; k < 26; k += 1) {
      at = point(at, heading, tall / 26);
      heading += lean * 0.055;
      stem.push(at);
      if (k < 15) continue;
      const size = 19 * Math.sin(((k - 14) / 12) * Math.PI * 0.86) + 5;
      for (const side of [-1, 1]) {
        out.push(leaf(at, heading + side * 0.42, size, size * 0.3, 0.8));
        out.push(line([at, point(at, heading + side * 0.34, size * 1.75)], 0.5, 0.6));
      }
    }
    out.push(line(stem, 1.5, 0.92));
  }
  for (const [x, angle, bend] of [[176, -1.9, 0.7], [222, -1.22, -0.8], [192, -1.8, 0.3]]) {
    const blade = [[x, 474]];
    for (let k = 0; k < 12; k += 1) blade.push(point(blade.at(-1), angle + (bend * -k) / 14, 21));
    const back = blade.slice(0, -1).map(([px, py], k) => [px + 8 * (1 - k / 12), py + 3]).reverse();
    out.push(polygon([...blade, ...back], 0.55));
  }
  return out;
}

/** One large leaf down to its veins. */
function skeleton() {
  const out = [];
  const base = [150, 420];
  const angle = -1.27;
  const length = 372;
  const half = (t) => 112 * Math.sin(Math.PI * t ** 0.82) ** 0.9;
  const along = (t) => point(point(base, angle, length * t), angle + Math.PI / 2, 16 * Math.sin(t * Math.PI));
  const sides = [-1, 1].map((side) =>
    Array.from({ length: 41 }, (_, i) => point(along(i / 40), angle + (side * Math.PI) / 2, half(i / 40) + (i % 2) * 1.6)),
  );
  out.push(polygon([...sides[0], ...sides[1].toReversed()], 0.34));
  for (const side of [-1, 1]) {
    for (let i = 1; i < 16; i += 1) {
      const t = i / 17;
      const tipT = Math.min(0.985, t + 0.17);
      const tip = point(along(tipT), angle + (side * Math.PI) / 2, half(tipT) * 0.95);
      const from = along(t);
      out.push(line([from, tip], 1.7, 0.8));
      for (let k = 1; k < (i > 13 ? 4 : 9); k += 1) {
        const at = [from[0] + ((tip[0] - from[0]) * k) / 9, from[1] + ((tip[1] - from[1]) * k) / 9];
        const reach = (length / 17) * (1.05 - k * 0.03);
        out.push(line([at, point(at, angle + side * 0.28, reach)], 0.7, 0.6));
        out.push(line([at, point(at, angle + side * 1.9, reach * 0.42)], 0.5, 0.5));
      }
    }
  }
  out.push(line([[134, 476], base, along(0.3), along(0.6), along(1)], 4, 0.95));
  return out;
}

const drawings = { fern, dandelion, seaweed, ginkgo, grass, leaf: skeleton };

mkdirSync(target, { recursive: true });
Object.entries(drawings).forEach(([name, draw], index) => {
  const path = join(target, `${name}.svg`);
  const text = svg(emulsion(index + 1), draw());
  writeFileSync(path, text);
  console.log(`${String(text.length).padStart(7)}  src/assets/prints/${name}.svg`);
});
