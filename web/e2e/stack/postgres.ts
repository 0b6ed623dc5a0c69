import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Companion, freePort } from './process.ts';

export interface Postgres {
  port: number;
  stop: () => Promise<void>;
}

/** Starts a PostgreSQL server with an empty cluster below `directory`; anybody on this machine may connect. */
export async function startPostgres(directory: string): Promise<Postgres> {
  const bin = binaries();
  const owner = account();
  const data = join(directory, 'postgres');
  mkdirSync(data);
  if (owner.uid !== undefined && owner.gid !== undefined) {
    chownSync(directory, owner.uid, owner.gid);
    chownSync(data, owner.uid, owner.gid);
  }
  const init = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(bin, 'initdb'), init, { ...owner, cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });

  const port = await freePort();
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', data, '-c', 'fsync=off'];
  const server = new Companion('PostgreSQL', join(bin, 'postgres'), args, { ...owner, cwd: directory });
  await server.until(() => {
    try {
      sql(port, 'select 1');
      return Promise.resolve(true);
    } catch {
      return Promise.resolve(false);
    }
  });
  return { port, stop: () => server.stop('SIGINT') };
}

/** Runs `statement` in the database of the tests and gives what psql prints, one row a line. */
export function sql(port: number, statement: string): string {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', 'postgres', '-qtAc', statement];
  return execFileSync(join(binaries(), 'psql'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** The folder of the server programs: Debian keeps them off the path, one folder for each version. */
function binaries(): string {
  const versions = '/usr/lib/postgresql';
  const found = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...found.map((version) => join(versions, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  const folder = folders.find((candidate) => existsSync(join(candidate, 'initdb')) && existsSync(join(candidate, 'psql')));
  if (folder === undefined) throw new Error('initdb is not found: install PostgreSQL, or put its programs on PATH');
  return folder;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
