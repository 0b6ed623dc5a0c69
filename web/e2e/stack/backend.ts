import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Companion, freePort } from './process.ts';

/** Signs the tokens; the tests sign some themselves. */
export const SECRET_KEY = 'a-secret-of-the-end-to-end-tests-only';

export interface Backend {
  origin: string;
  stop: () => Promise<void>;
}

/** The program to test against, from `YOCTOGRAM_BIN`. Throws with what to do when it is not there. */
export function backendProgram(): string {
  const program = process.env['YOCTOGRAM_BIN'];
  if (program === undefined || program === '') {
    throw new Error(
      'YOCTOGRAM_BIN is not set: give the path of the backend, for example YOCTOGRAM_BIN=../target/debug/yoctogram npm run e2e',
    );
  }
  if (!existsSync(program)) throw new Error(`YOCTOGRAM_BIN: ${program} does not exist: build the backend first`);
  return program;
}

/** Starts the backend as for development: pictures are kept below `directory`, and it is its own upload target. */
export async function startBackend(program: string, directory: string, databasePort: number): Promise<Backend> {
  const uploads = join(directory, 'uploads');
  mkdirSync(uploads);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = new Companion('the backend', program, [], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      PRODUCTION: 'false',
      DEBUG: 'false',
      FORWARD_FACING_NAME: 'localhost',
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: String(databasePort),
      POSTGRES_USER: 'postgres',
      POSTGRES_PASSWORD: 'postgres',
      POSTGRES_DB: 'postgres',
      SECRET_KEY,
      PUBLIC_IMAGES_BUCKET: 'public-images',
      PRIVATE_IMAGES_BUCKET: 'private-images',
      PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION: 'public-images.test',
      PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION: 'private-images.test',
      AWS_DEFAULT_REGION: 'us-west-2',
      LOCAL_UPLOAD_DIR: uploads,
      PORT: String(port),
      LISTEN_ADDRESS: '127.0.0.1',
    },
  });
  await server.until(async () => {
    try {
      return (await fetch(`${origin}/api/v1/health`)).ok;
    } catch {
      return false;
    }
  });
  return { origin, stop: () => server.stop('SIGTERM') };
}
