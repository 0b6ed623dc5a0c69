import type { Browser } from '@playwright/test';
import type { PictureFile } from './steps.ts';

/** Sky from top to horizon, the ridges from far to near, and where the light stands (x, y, radius). */
interface Scene {
  name: string;
  size: [number, number];
  sky: string[];
  ridges: string[];
  light: [number, number, number, string];
  /** How steep the ridges are; 0 is water. */
  steep: number;
  stars?: boolean;
}

const SCENES: Scene[] = [
  { name: 'dusk', size: [1200, 1500], sky: ['#2b2d5b', '#a4538a', '#f6a06b'], ridges: ['#8a4b78', '#5d3766', '#38264f', '#1b1633'], light: [760, 720, 90, '#ffd9a0'], steep: 1 },
  { name: 'harbour', size: [1600, 1100], sky: ['#7fb4d6', '#cfe3ea', '#f7ead2'], ridges: ['#6f9db4', '#4f86a3', '#356f90', '#20587a'], light: [420, 250, 70, '#fff6dc'], steep: 0 },
  { name: 'forest', size: [1200, 1500], sky: ['#dbe7de', '#c4d8cc', '#a6c3b3'], ridges: ['#8fb09d', '#66907b', '#3d6a56', '#173d30'], light: [300, 330, 120, '#f6fbf4'], steep: 1.6 },
  { name: 'dunes', size: [1600, 1100], sky: ['#f2b880', '#f7d3a0', '#fbe8c9'], ridges: ['#e2a064', '#cf8447', '#b46a34', '#8a4b26'], light: [1180, 260, 100, '#fffaf0'], steep: 0.5 },
  { name: 'night', size: [1400, 1400], sky: ['#040b1e', '#0d2145', '#28477a'], ridges: ['#1f3a63', '#142b4d', '#0b1d38', '#050f20'], light: [1000, 380, 80, '#f4f1de'], steep: 1.2, stars: true },
  { name: 'meadow', size: [1600, 1100], sky: ['#5fa8dc', '#a9d3ee', '#e6f3f2'], ridges: ['#9bc48d', '#7fb069', '#5f9350', '#3f7038'], light: [1260, 200, 66, '#fffbe6'], steep: 0.4 },
  { name: 'ice', size: [1200, 1500], sky: ['#bcd7e8', '#dcebf3', '#f6fafc'], ridges: ['#c3dae8', '#9fc3d9', '#79a9c6', '#4d83a6'], light: [860, 420, 90, '#ffffff'], steep: 2 },
  { name: 'volcano', size: [1400, 1400], sky: ['#1d1020', '#5a1f33', '#c8553d'], ridges: ['#7d2e3a', '#4c1f2f', '#2a1420', '#120a10'], light: [700, 760, 130, '#ffb35c'], steep: 1.4 },
];

/** Landscapes that look like somebody's pictures: drawn, so that nobody else has a say in them. */
export async function landscapes(browser: Browser): Promise<PictureFile[]> {
  const files: PictureFile[] = [];
  for (const scene of SCENES) {
    const [width, height] = scene.size;
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(`<body style="margin:0">${draw(scene)}</body>`);
    files.push({
      name: `${scene.name}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await page.screenshot({ type: 'jpeg', quality: 85 }),
    });
    await page.close();
  }
  return files;
}

function draw({ size: [width, height], sky, ridges, light: [x, y, radius, colour], steep, stars }: Scene): string {
  const stops = sky.map((shade, i) => `<stop offset="${i / (sky.length - 1)}" stop-color="${shade}"/>`).join('');
  const hills = ridges.map((shade, i) => `<path d="${ridge(width, height, i, ridges.length, steep)}" fill="${shade}"/>`);
  const dots = Array.from({ length: stars === true ? 160 : 0 }, (_, i) => {
    const across = (i * 7919) % width;
    const down = ((i * 104_729) % height) * 0.6;
    return `<circle cx="${across}" cy="${down}" r="${0.8 + (i % 4) * 0.5}" fill="#fff" opacity="${0.35 + (i % 5) * 0.12}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" style="display:block">
    <defs><linearGradient id="sky" x2="0" y2="1">${stops}</linearGradient>
    <radialGradient id="glow"><stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>${dots.join('')}
    <circle cx="${x}" cy="${y}" r="${radius * 4}" fill="url(#glow)" opacity=".55"/><circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>
    ${hills.join('')}</svg>`;
}

/** The outline of one ridge: waves of three lengths, higher where the scene is steep. */
function ridge(width: number, height: number, index: number, count: number, steep: number): string {
  const base = height * (0.52 + (0.4 * index) / count);
  const points: string[] = [];
  for (let x = 0; x <= width; x += 8) {
    const wave =
      Math.sin(x / (210 + index * 60) + index * 2.1) * 70 +
      Math.sin(x / 83 + index * 5.3) * 26 +
      Math.abs(Math.sin(x / 47 + index * 1.7)) * 15;
    points.push(`${x} ${Math.round(base - wave * steep + Math.sin(x / 90 + index) * 3)}`);
  }
  return `M0 ${height}L${points.join('L')}L${width} ${height}Z`;
}
