import { createHmac } from 'node:crypto';
import { SECRET_KEY } from './stack/backend.ts';

/** A token of the service for the person `id`, over in `seconds`; with another `key` the service refuses it. */
export function tokenFor(id: string, seconds: number, key = SECRET_KEY): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: id, iat: now, exp: now + seconds })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
