// Fails when the JavaScript that the first page loads is too large: what a phone waits for before it shows anything.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 150_000;
const dist = join(import.meta.dirname, '..', 'dist');

function readPage() {
  try {
    return readFileSync(join(dist, 'index.html'), 'utf8');
  } catch {
    console.error('error: dist/index.html cannot be read: run `npm run build` first');
    process.exit(2);
  }
}

/** The entry script, and the modules it imports statically: Vite lists those as `modulepreload`. */
function firstPageScripts(html) {
  return [...new Set([...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => match[1]))];
}

const scripts = firstPageScripts(readPage());
if (scripts.length === 0) {
  console.error('error: dist/index.html loads no script: the build is incomplete');
  process.exit(2);
}
let total = 0;
for (const script of scripts) {
  const size = gzipSync(readFileSync(join(dist, script)), { level: 9 }).length;
  console.log(`${String(size).padStart(8)}  ${script}`);
  total += size;
}
console.log(`${String(total).padStart(8)}  bytes of JavaScript on the first page, gzip; at most ${LIMIT}`);
if (total > LIMIT) {
  console.error('error: the first page is too large: load what it does not need with `lazy`');
  process.exit(1);
}
