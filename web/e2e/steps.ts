import { expect, type Page } from '@playwright/test';
import { png } from './png.ts';

export const PASSWORD = 'correct horse 9';

/** Creates an account through the form; the page then shows the feed. */
export async function signUp(page: Page, name: string): Promise<void> {
  await page.goto('/signup');
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Email').fill(`${name}@infracourse.cloud`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Latest pictures' })).toBeVisible();
}

/** Fills in the log-in form that the page shows, and sends it. */
export async function logIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
}

export interface PictureFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture to post. */
export function picture(name: string, colour: [number, number, number], size = 200): PictureFile {
  return { name, mimeType: 'image/png', buffer: png(size, colour) };
}

/** Posts `file` through the dialog. */
export async function post(page: Page, file: PictureFile, privacy: 'Public' | 'Private'): Promise<void> {
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Post a picture' });
  await dialog.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByRole('img', { name: 'Preview' })).toBeVisible();
  await dialog.getByRole('radio', { name: privacy }).check({ force: true });
  await dialog.getByRole('button', { name: 'Post' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').getByText('Posted')).toBeVisible();
}

/** The pictures of the feed that the page shows. */
export function tiles(page: Page) {
  return page.getByRole('main').getByRole('article');
}

/** Waits until every picture that the page shows is decoded. */
export async function picturesLoaded(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const pictures = [...document.querySelectorAll('img')].filter((image) => image.loading !== 'lazy' || image.complete);
    return pictures.every((image) => image.complete && image.naturalWidth > 0);
  });
}
