import { once } from 'node:events';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** Stricter than what the built page asks of itself: no test needs another origin. */
const POLICY = "default-src 'self'; img-src 'self' blob: http://127.0.0.1:*; connect-src 'self' http://127.0.0.1:*; object-src 'none'";

export interface Site {
  origin: string;
  stop: () => Promise<void>;
}

/** Serves `dist` and the backend behind one origin, as the course's CloudFront does: every 404 is index.html with 200. */
export async function startSite(dist: string, backend: string): Promise<Site> {
  const page = readFileSync(join(dist, 'index.html'));
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/api/') === true) forward(incoming, outgoing, backend, page);
    else serveFile(dist, incoming, outgoing, page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function serveFile(dist: string, incoming: IncomingMessage, outgoing: ServerResponse, page: Buffer): void {
  const path = join(dist, normalize(new URL(incoming.url ?? '/', 'http://site').pathname));
  if (!path.startsWith(dist) || !existsSync(path) || !statSync(path).isFile()) {
    sendPage(outgoing, page);
    return;
  }
  outgoing.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(outgoing);
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, backend: string, page: Buffer): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, backend), { method, headers }, (answer) => {
    if (answer.statusCode === 404) {
      answer.resume();
      sendPage(outgoing, page);
    } else {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    }
  });
  onward.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'Content-Type': 'text/html' });
    outgoing.end('<h1>Bad gateway</h1>');
  });
  incoming.pipe(onward);
}

function sendPage(outgoing: ServerResponse, page: Buffer): void {
  outgoing.writeHead(200, { 'Content-Type': TYPES['.html'], 'Content-Security-Policy': POLICY });
  outgoing.end(page);
}
