import { expect, test } from './test.ts';
import { logIn, picture, post, signUp, tiles } from './steps.ts';

test('two people, a public and a private picture', async ({ visit }) => {
  const mira = await visit();
  await signUp(mira, 'mira');
  await post(mira, picture('open.png', [30, 90, 160]), 'Public');
  await expect(tiles(mira)).toHaveCount(1);
  await post(mira, picture('mine.png', [160, 60, 40]), 'Private');
  await expect(tiles(mira)).toHaveCount(2);

  // Newest first: the private one. It is shown large, and its bytes are the ones that were posted.
  await tiles(mira).first().getByRole('link', { name: /^Picture by mira/ }).click();
  const large = mira.getByRole('img', { name: /^Picture by mira/ });
  await expect(large).toBeVisible();
  expect(await large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(200);
  const privateAddress = new URL(mira.url()).pathname;
  expect(privateAddress).toMatch(/^\/p\/[0-9a-f-]{36}$/);

  const theo = await visit();
  await signUp(theo, 'theo');
  await expect(tiles(theo)).toHaveCount(1);
  await expect(tiles(theo).getByRole('link', { name: 'mira', exact: true })).toBeVisible();

  await theo.goto(privateAddress);
  await expect(theo.getByRole('heading', { name: 'There is no such picture' })).toBeVisible();

  // The owner's page shows both to her, and one to him.
  await mira.getByRole('link', { name: 'Your page, mira' }).click();
  await expect(mira.getByRole('heading', { level: 1, name: 'mira' })).toBeVisible();
  await expect(tiles(mira)).toHaveCount(2);
  await theo.goto(new URL(mira.url()).pathname);
  await expect(theo.getByRole('heading', { level: 1, name: 'mira' })).toBeVisible();
  await expect(tiles(theo)).toHaveCount(1);
});

test('logging out and in again', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByText('You are logged out.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The lightest way to share a picture.');
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);

  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await logIn(page, 'mira', 'wrong password');
  await expect(page.getByRole('alert')).toHaveText('This username and password do not belong together.');
  await logIn(page, 'mira');
  await expect(page.getByRole('heading', { name: 'No pictures yet' })).toBeVisible();
});

test('a name that is taken', async ({ visit }) => {
  const first = await visit();
  await signUp(first, 'mira');
  const second = await visit();
  await second.goto('/signup');
  await second.getByLabel('Username').fill('mira');
  await second.getByLabel('Email').fill('other@infracourse.cloud');
  await second.getByLabel('Password', { exact: true }).fill('twelve letters');
  await second.getByRole('button', { name: 'Create an account' }).click();
  await expect(second.getByRole('alert')).toContainText('already registered');
  await expect(second.getByLabel('Username')).toHaveValue('mira');
});

test('addresses of a stranger lead through the log-in page and back', async ({ visit }) => {
  const mira = await visit();
  await signUp(mira, 'mira');
  await post(mira, picture('open.png', [30, 90, 160]), 'Public');
  await tiles(mira).getByRole('link', { name: /^Picture by mira/ }).click();
  await expect(mira).toHaveURL(/\/p\//);

  const stranger = await visit();
  await stranger.goto(new URL(mira.url()).pathname);
  await expect(stranger.getByText('Log in to see this page.')).toBeVisible();
  await logIn(stranger, 'mira');
  await expect(stranger).toHaveURL(mira.url());
  await expect(stranger.getByRole('img', { name: /^Picture by mira/ })).toBeVisible();
});

for (const path of ['/nowhere', '/p/not-an-id', '/u/00000000-0000-4000-8000-000000000000', '/p/00000000-0000-4000-8000-000000000000']) {
  test(`nothing at ${path}`, async ({ visit }) => {
    const page = await visit();
    await signUp(page, 'mira');
    await page.goto(path);
    await expect(page.getByRole('heading', { name: /^There is no such/ })).toBeVisible();
    await expect(page).toHaveTitle('Not found · Yoctogram');
    await page.getByRole('link', { name: 'Go to the front page' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Latest pictures' })).toBeVisible();
  });
}
