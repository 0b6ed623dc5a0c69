import { png } from './png.ts';
import { signUp, tiles } from './steps.ts';
import { expect, test } from './test.ts';

const PICTURES = 130;

/** Posts many pictures as another client of the service would: without the site. */
async function postMany(site: string, token: string, count: number): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  for (let i = 0; i < count; i += 1) {
    const generated = await fetch(`${site}/api/v1/images/upload/public/generate`, { method: 'POST', headers });
    const { id, url } = (await generated.json()) as { id: string; url: string };
    const body = new FormData();
    body.append('file', new Blob([Uint8Array.from(png(8, [(i * 37) % 256, (i * 91) % 256, 120]))], { type: 'image/png' }), 'a.png');
    expect((await fetch(new URL(url, site), { method: 'POST', headers, body })).ok).toBe(true);
    expect((await fetch(`${site}/api/v1/images/upload/${id}/confirm`, { method: 'POST', headers })).ok).toBe(true);
  }
}

test('more pictures come while scrolling, and going back returns to the same place', async ({ visit, site }) => {
  test.setTimeout(180_000);
  const page = await visit();
  await signUp(page, 'mira');
  const token = await page.evaluate(() => localStorage.getItem('yoctogram.token'));
  await postMany(site, token ?? '', PICTURES);

  const fetched = new Set<string>();
  page.on('request', (request) => {
    if (request.url().includes('/images/media/dev/')) fetched.add(request.url());
  });
  await page.reload();
  await expect(tiles(page)).toHaveCount(100);
  await expect(tiles(page).first().getByRole('img')).toBeVisible();
  expect(fetched.size).toBeLessThan(50);

  await tiles(page).last().scrollIntoViewIfNeeded();
  await expect(tiles(page)).toHaveCount(PICTURES);
  await tiles(page).last().scrollIntoViewIfNeeded();
  await expect(page.getByText('That is all.')).toBeVisible();
  const addresses = await tiles(page)
    .getByRole('link', { name: /^Picture by/ })
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(new Set(addresses).size).toBe(PICTURES);

  const place = await page.evaluate(() => scrollY);
  expect(place).toBeGreaterThan(1000);
  await tiles(page).last().getByRole('link', { name: /^Picture by/ }).click();
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(tiles(page)).toHaveCount(PICTURES);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000);
});

test('a feed that fails says so, and can be tried again', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await page.route('**/api/v1/feed/latest*', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('No connection to Yoctogram.');
  await page.unroute('**/api/v1/feed/latest*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'No pictures yet' })).toBeVisible();
});

test('a page in place of the service is not taken for an answer', async ({ visit }) => {
  const page = await visit();
  await page.route('**/api/**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>index' }));
  await page.goto('/login');
  await page.getByLabel('Username').fill('mira');
  await page.getByLabel('Password', { exact: true }).fill('does not matter');
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText('the service cannot be reached at this address');
});
