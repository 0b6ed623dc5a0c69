import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { png } from './png.ts';
import { picture, post, signUp, tiles, type PictureFile } from './steps.ts';
import { expect, test as base } from './test.ts';

const RED: [number, number, number] = [170, 40, 40];

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  return page.getByRole('dialog', { name: 'Post a picture' });
}

/** Lets the page have `file` as a person would who pastes or drops it. */
async function hand(page: Page, kind: 'paste' | 'drop', file: PictureFile): Promise<void> {
  await page.evaluate(
    ({ event, name, type, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], name, { type }));
      const init = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      );
    },
    { event: kind, name: file.name, type: file.mimeType, bytes: [...file.buffer] },
  );
}

base('a picture can be pasted and dropped anywhere', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  for (const kind of ['paste', 'drop'] as const) {
    await hand(page, kind, picture(`${kind}.png`, RED));
    const dialog = page.getByRole('dialog', { name: 'Post a picture' });
    await expect(dialog.getByText(`${kind}.png`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Post' }).click();
    await expect(dialog).toBeHidden();
  }
  await expect(tiles(page)).toHaveCount(2);
});

base('what cannot be posted is refused with a reason', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  const dialog = await openDialog(page);
  const input = dialog.locator('input[type=file]');
  const send = dialog.getByRole('button', { name: 'Post' });

  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
  await expect(dialog.getByRole('alert')).toHaveText('notes.txt is not a JPEG, PNG, GIF, WebP or AVIF picture.');
  await input.setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) });
  await expect(dialog.getByRole('alert')).toHaveText('empty.png is empty.');
  await input.setInputFiles({ name: 'huge.png', mimeType: 'image/png', buffer: Buffer.alloc(10_000_001) });
  await expect(dialog.getByRole('alert')).toContainText('huge.png has 10.1 MB.');
  await input.setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
  await expect(dialog.getByRole('alert')).toHaveText('broken.png cannot be shown: it may be damaged.');
  await expect(send).toBeDisabled();
  await input.setInputFiles(picture('good.png', RED));
  await expect(dialog.getByRole('alert')).toBeHidden();
  await expect(send).toBeEnabled();
});

base('an upload shows its progress and can be stopped', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  const dialog = await openDialog(page);
  const small = picture('large.png', RED);
  // What follows the end of a PNG is ignored: it only makes the upload longer.
  const large = { ...small, buffer: Buffer.concat([small.buffer, Buffer.alloc(4_000_000)]) };
  await dialog.locator('input[type=file]').setInputFiles(large);

  const network = await page.context().newCDPSession(page);
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: 200_000 });
  await dialog.getByRole('button', { name: 'Post' }).click();
  await hand(page, 'paste', picture('other.png', RED));
  await expect(dialog.getByText('large.png')).toBeVisible();
  const bar = dialog.getByRole('progressbar', { name: 'Upload' });
  await expect.poll(() => bar.evaluate((element: HTMLProgressElement) => element.value)).toBeGreaterThan(0);
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(bar).toBeHidden();
  await expect(dialog.getByRole('alert')).toBeHidden();

  await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
  await dialog.getByRole('button', { name: 'Post' }).click();
  await expect(dialog).toBeHidden();
  await expect(tiles(page)).toHaveCount(1);
});

base('the keyboard is enough', async ({ visit }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await page.reload();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const button = page.getByRole('button', { name: 'Post', exact: true });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Post a picture' });
  await expect(dialog).toBeVisible();
  await dialog.locator('input[type=file]').setInputFiles(picture('mine.png', RED));
  await dialog.getByRole('radio', { name: 'Public' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'Private' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  await post(page, picture('first.png', RED), 'Public');
  await post(page, picture('second.png', [40, 120, 60]), 'Public');
  await tiles(page).first().getByRole('link', { name: /^Picture by/ }).press('Enter');
  const newer = page.url();
  await expect(page.getByRole('link', { name: 'Older picture' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('link', { name: 'Newer picture' })).toBeVisible();
  expect(page.url()).not.toBe(newer);
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(newer);
});

interface Received {
  authorization: string | undefined;
  body: string;
}

/** Takes any upload, as S3 does, and keeps it. */
const test = base.extend<{ bucket: { origin: string; received: Received[] } }>({
  bucket: async ({ browserName: _ }, use) => {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        received.push({ authorization: request.headers.authorization, body });
        const shown = request.method === 'GET';
        response.writeHead(shown ? 200 : 204, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'image/png' });
        response.end(shown ? png(300, RED) : undefined);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received });
    server.closeAllConnections();
    server.close();
  },
  allowed: async ({ bucket }, use) => use([bucket.origin]),
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

test('an upload to a bucket has its fields first, its file last, and no token', async ({ visit, bucket }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await page.route('**/images/upload/public/generate', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as object;
    const fields = { key: '2026/11/22/a', policy: 'cG9saWN5', 'x-amz-signature': 'abc' };
    await route.fulfill({ response, json: { ...answer, url: `${bucket.origin}/bucket`, fields } });
  });
  const dialog = await openDialog(page);
  await dialog.locator('input[type=file]').setInputFiles(picture('mine.png', RED));
  await dialog.getByRole('button', { name: 'Post' }).click();
  // The backend does not find the picture in its own folder, and CloudFront turns its 404 into a page.
  await expect(dialog.getByRole('alert')).toHaveText('The picture did not arrive. Try again.');

  expect(bucket.received).toHaveLength(1);
  const [upload] = bucket.received;
  expect(upload?.authorization).toBeUndefined();
  const names = [...(upload?.body ?? '').matchAll(/Content-Disposition: form-data; name="([^"]+)"/g)].map((match) => match[1]);
  expect(names).toEqual(['key', 'policy', 'x-amz-signature', 'file']);
});

test('a picture with a signed address is loaded from there, without the token', async ({ visit, bucket }) => {
  const page = await visit();
  await signUp(page, 'mira');
  await post(page, picture('mine.png', RED), 'Public');
  const signed = `${bucket.origin}/2026/11/22/a?X-Amz-Signature=abc`;
  await page.route('**/api/v1/feed/latest*', async (route) => {
    const response = await route.fetch();
    const { results } = (await response.json()) as { results: object[] };
    await route.fulfill({ response, json: { results: results.map((item) => ({ ...item, download_url: signed })) } });
  });
  await page.route('**/api/v1/images/media/*', (route) => route.fulfill({ json: { success: true, uri: signed } }));
  await page.reload();
  const shown = tiles(page).getByRole('img');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(300);
  await tiles(page).getByRole('link', { name: /^Picture by/ }).click();
  await expect(page.getByRole('img', { name: /^Picture by/ })).toHaveAttribute('src', signed);
  expect(bucket.received.length).toBeGreaterThan(0);
  for (const { authorization } of bucket.received) expect(authorization).toBeUndefined();
});
