import AxeBuilder from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { picture, picturesLoaded, post, signUp, tiles } from './steps.ts';
import { expect, test } from './test.ts';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

/** No violation that axe knows of, and nothing wider than the screen. */
async function isSound(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(found, state).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `${state}: pixels beyond the screen's edge`).toBeLessThanOrEqual(0);
}

for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every state is sound: ${screen}, ${colorScheme}`, async ({ visit }) => {
      test.setTimeout(240_000);
      const page = await visit({ ...size, colorScheme });
      await page.goto('/');
      await isSound(page, 'front page');
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(10, 23, 40)' : 'rgb(243, 246, 250)');
      await page.goto('/login?next=/u/00000000-0000-4000-8000-000000000000');
      await isSound(page, 'log-in page');
      await page.goto('/login');
      await page.getByLabel('Username').fill('nobody');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await isSound(page, 'failed log-in');
      await page.goto('/signup');
      await isSound(page, 'sign-up page');
      await page.goto('/nowhere');
      await isSound(page, 'not-found page');

      await signUp(page, 'a-name-of-quite-some-length-for-a-phone');
      await expect(page.getByRole('heading', { name: 'No pictures yet' })).toBeVisible();
      await isSound(page, 'empty feed');
      await page.getByRole('button', { name: 'Post', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await isSound(page, 'empty dialog');
      await dialog.locator('input[type=file]').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
      await expect(dialog.getByRole('alert')).toBeVisible();
      await isSound(page, 'dialog with an error');
      await dialog.locator('input[type=file]').setInputFiles(picture('a.png', [90, 140, 60]));
      await expect(dialog.getByRole('img', { name: 'Preview' })).toBeVisible();
      await isSound(page, 'dialog with a picture');
      await page.keyboard.press('Escape');
      await post(page, picture('a.png', [90, 140, 60], 1000), 'Public');
      await expect(tiles(page)).toHaveCount(1);
      await picturesLoaded(page);
      await isSound(page, 'feed');
      await tiles(page).getByRole('link', { name: /^Picture by/ }).click();
      await expect(page.getByRole('img', { name: /^Picture by/ })).toBeVisible();
      await isSound(page, 'picture');
      const below = await page.getByRole('img', { name: /^Picture by/ }).evaluate((image) => image.getBoundingClientRect().bottom - innerHeight);
      expect(below, 'a large picture fits the screen').toBeLessThanOrEqual(0);
      await page.getByRole('link', { name: /^Your page/ }).click();
      await expect(tiles(page)).toHaveCount(1);
      await isSound(page, 'person');
      await page.route('**/api/v1/feed/**', (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '' }));
      await page.goto('/');
      await expect(page.getByRole('alert')).toBeVisible();
      await isSound(page, 'failed feed');
    });
  }
}

test('the theme can be chosen, and stays chosen', async ({ visit }) => {
  const page = await visit({ colorScheme: 'light' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await page.reload();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(10, 23, 40)');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(243, 246, 250)');
  expect(await page.evaluate(() => localStorage.getItem('yoctogram.theme'))).toBeNull();
});

test('the front page is the same picture on every load, and asks the service for nothing', async ({ visit }) => {
  const shots: Buffer[] = [];
  for (let load = 0; load < 3; load += 1) {
    const page = await visit({ viewport: { width: 1920, height: 1080 } });
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/')) calls.push(request.url());
    });
    await page.goto('/', { waitUntil: 'load' });
    shots.push(await page.screenshot());
    expect(calls).toEqual([]);
    // What a late font or picture would change.
    await page.waitForLoadState('networkidle');
    shots.push(await page.screenshot());
  }
  for (const shot of shots) expect(shot.equals(shots[0] ?? Buffer.alloc(0))).toBe(true);
});
