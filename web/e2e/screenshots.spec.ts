import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { landscapes } from './scenes.ts';
import { logIn, PASSWORD, picturesLoaded, post, signUp, tiles } from './steps.ts';
import { expect, test } from './test.ts';

const LARGEST = 200_000;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await picturesLoaded(page);
  const path = join(import.meta.dirname, '..', 'docs', `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  shrink(path);
  expect(statSync(path).size, `size of ${name}.png`).toBeLessThan(LARGEST);
}

/** 128 colours are enough to see what a page looks like. */
function shrink(path: string): void {
  try {
    execFileSync('pngquant', ['--force', '--strip', '--speed', '1', '--output', path, '128', path]);
  } catch (error) {
    throw new Error('pngquant is needed to keep the screenshots small: install it (apt-get install pngquant)', { cause: error });
  }
}

test('the main states', async ({ browser, visit }) => {
  test.setTimeout(300_000);
  const files = await landscapes(browser);
  const page = await visit();
  await page.goto('/');
  await shoot(page, 'front');
  await page.goto('/login');
  await shoot(page, 'login');

  await signUp(page, 'theo');
  await expect(page.getByRole('status').getByText('Welcome')).toBeHidden();
  await shoot(page, 'feed-empty');
  for (const file of files.slice(0, 3)) await post(page, file, 'Public');
  await page.getByRole('button', { name: 'Log out' }).click();
  await signUp(page, 'mira');
  for (const file of files.slice(3, 7)) await post(page, file, 'Public');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(files[7] ?? []);
  await dialog.getByRole('radio', { name: 'Private' }).check({ force: true });
  await expect(page.getByText('Posted')).toBeHidden();
  await shoot(page, 'post');
  await dialog.getByRole('button', { name: 'Post' }).click();
  await expect(tiles(page)).toHaveCount(8);
  await expect(page.getByText('Posted')).toBeHidden();
  await shoot(page, 'feed');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await shoot(page, 'feed-dark');
  await tiles(page).nth(3).getByRole('link', { name: /^Picture by/ }).click();
  await expect(page.getByRole('img', { name: /^Picture by/ })).toBeVisible();
  await shoot(page, 'picture-dark');
  await page.goto('/nowhere');
  await shoot(page, 'not-found-dark');
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await page.getByRole('link', { name: 'Your page, mira' }).click();
  await expect(tiles(page)).toHaveCount(5);
  await shoot(page, 'person');

  const phone = await visit(PHONE);
  await phone.goto('/');
  await shoot(phone, 'phone-front');
  await phone.goto('/login');
  await logIn(phone, 'mira', PASSWORD);
  await expect(tiles(phone)).toHaveCount(8);
  await shoot(phone, 'phone-feed');
  await phone.getByRole('button', { name: 'Post', exact: true }).click();
  await shoot(phone, 'phone-post');
});
