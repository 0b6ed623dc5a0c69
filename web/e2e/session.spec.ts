import type { Page } from '@playwright/test';
import { logIn, signUp } from './steps.ts';
import { database, expect, test } from './test.ts';
import { tokenFor } from './token.ts';

const ENDED = 'Your session has ended. Log in again to go on where you were.';

async function useToken(page: Page, token: string): Promise<void> {
  await page.evaluate((value) => localStorage.setItem('yoctogram.token', value), token);
}

async function signUpAndLook(page: Page): Promise<string> {
  await signUp(page, 'mira');
  return database(`select id from "user" where username = 'mira'`);
}

test('a session that ran out is noticed when the site opens', async ({ visit }) => {
  const page = await visit();
  const id = await signUpAndLook(page);
  await useToken(page, tokenFor(id, -60));
  await page.goto(`/u/${id}`);
  await expect(page.getByText(ENDED)).toBeVisible();
  await logIn(page, 'mira');
  await expect(page).toHaveURL(new RegExp(`/u/${id}$`));
});

test('a session that runs out is noticed while nothing happens', async ({ visit }) => {
  const page = await visit();
  const id = await signUpAndLook(page);
  await useToken(page, tokenFor(id, 8));
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Your page, mira' })).toBeVisible();
  await expect(page.getByText(ENDED)).toBeVisible();
});

test('a token that the service refuses ends the session', async ({ visit }) => {
  const page = await visit();
  const id = await signUpAndLook(page);
  await useToken(page, tokenFor(id, 3600, 'the key of somebody else'));
  await page.goto('/');
  await expect(page.getByText(ENDED)).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('yoctogram.token'))).toBeNull();
});

test('all tabs log out together', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('button', { name: 'Log out' })).toBeVisible();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('The lightest way to share a picture.');
});

test('an address in a link does not lead to another site', async ({ visit, site }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await page.goto('/login?next=//example.org/');
  await expect(page.getByRole('heading', { level: 1, name: 'Latest pictures' })).toBeVisible();
  expect(page.url()).toBe(`${site}/`);
});
