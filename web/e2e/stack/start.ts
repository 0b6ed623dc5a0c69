import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { backendProgram, startBackend } from './backend.ts';
import { startPostgres } from './postgres.ts';
import { startSite } from './site.ts';

/**
 * Builds the site and starts all that it needs, once for all tests; gives the function that stops everything.
 * The tests find it through the environment: `E2E_SITE` and `E2E_DATABASE_PORT`.
 */
export default async function start(): Promise<() => Promise<void>> {
  const program = backendProgram();
  const directory = mkdtempSync(join(tmpdir(), 'yoctogram-e2e-'));
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres(directory);
    stops.push(postgres.stop);
    const backend = await startBackend(program, directory, postgres.port);
    stops.push(backend.stop);
    const site = await startSite(await buildSite(directory), backend.origin);
    stops.push(site.stop);
    process.env['E2E_SITE'] = site.origin;
    process.env['E2E_DATABASE_PORT'] = String(postgres.port);
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

/** Builds for the page's own origin, whatever `.env` says, and leaves `dist` alone. */
async function buildSite(directory: string): Promise<string> {
  process.env['VITE_PROD_API'] = '';
  const root = join(import.meta.dirname, '..', '..');
  const outDir = join(directory, 'dist');
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  return outDir;
}
