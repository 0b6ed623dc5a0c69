const EXAMPLE = 'https://yoctogram.yourid.infracourse.cloud';
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The origin that serves the HTTP interface, from `VITE_PROD_API`.
 *
 * An unset or empty value gives `''`: the origin that serves the page. Throws with one line that says what to change.
 */
export function parseApiOrigin(value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (text === '') return '';

  const url = parse(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusal(text, 'does not start with https://');
  }
  if (url.hostname.split('.').includes('sunetid')) {
    throw refusal(text, 'still holds the placeholder SUNETID: put your own id there');
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal('the value', 'holds a user name or a password: leave them out');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refusal(text, `has a part after the host name: write ${url.origin}`);
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw refusal(text, `is not encrypted, and browsers block it on an https page: write https://${url.host}`);
  }
  return url.origin;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refusal(text, 'is not a URL');
  }
}

function refusal(value: string, fault: string): Error {
  return new Error(`VITE_PROD_API: ${value} ${fault} (for example ${EXAMPLE}, or leave it empty for the page's own origin)`);
}
