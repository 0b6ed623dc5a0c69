import { describe, expect, test } from 'vitest';
import { parseApiOrigin } from './api-origin.ts';

describe('VITE_PROD_API', () => {
  test.each([
    [undefined, ''],
    ['', ''],
    ['  ', ''],
    ['https://yoctogram.ada.infracourse.cloud', 'https://yoctogram.ada.infracourse.cloud'],
    ['https://yoctogram.ada.infracourse.cloud/', 'https://yoctogram.ada.infracourse.cloud'],
    [' HTTPS://Yoctogram.Ada.infracourse.cloud:8443 ', 'https://yoctogram.ada.infracourse.cloud:8443'],
    ['http://localhost:8000', 'http://localhost:8000'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
  ])('%j is the origin %j', (value, origin) => {
    expect(parseApiOrigin(value)).toBe(origin);
  });

  test.each([
    ['yoctogram.ada.infracourse.cloud', 'is not a URL'],
    ['ftp://ada.infracourse.cloud', 'does not start with https://'],
    ['https://yoctogram.SUNETID.infracourse.cloud', 'placeholder SUNETID'],
    ['https://ada.infracourse.cloud/api/v1', 'write https://ada.infracourse.cloud ('],
    ['https://ada.infracourse.cloud?x=1', 'write https://ada.infracourse.cloud ('],
    ['http://ada.infracourse.cloud', 'write https://ada.infracourse.cloud ('],
    ['https://ada:secret@infracourse.cloud', 'holds a user name or a password'],
  ])('%j is refused: %s', (value, reason) => {
    expect(() => parseApiOrigin(value)).toThrow(reason);
  });

  test('a refusal is one line and does not repeat a password', () => {
    const refused = () => parseApiOrigin('https://ada:secret@infracourse.cloud');
    expect(refused).toThrow(/^[^\n]+$/);
    expect(refused).not.toThrow(/secret/);
  });
});
