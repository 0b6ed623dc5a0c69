// Opens HTML reports in Chromium and holds them against axe's rules, at phone and desktop width, light and dark.
//
//   node tests/formats/page.mjs REPORT.html…            tests; needs `npm ci` in web/
//   SCREENSHOTS=DIR node tests/formats/page.mjs …       also writes pictures of each
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('@playwright/test');
const { AxeBuilder } = require('@axe-core/playwright');

const widths = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const problems = [];
let tested = 0;

/** The rules are tested on what is shown and what is folded alike. */
async function audit(page, name) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, help, nodes } of violations) {
    problems.push(`${name}: ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) problems.push(`${name}: the page is ${wide} px wider than the window`);
}

/** Everything works with the keyboard alone, and the filter runs under the page's own policy. */
async function use(page, name) {
  const expect = (holds, what) => holds || problems.push(`${name}: ${what}`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.className === 'skip'), 'the first stop is no skip link');
  const all = await page.locator('details.check:visible').count();
  const passed = await page.locator('details.check.pass').count();
  await page.getByRole('button', { name: /^Passed/ }).press('Enter');
  expect((await page.locator('details.check:visible').count()) === passed, 'the filter does not show what passed');
  await page.getByRole('button', { name: /^All/ }).press('Enter');
  expect((await page.locator('details.check:visible').count()) === all, 'the filter does not show all again');
  const pill = page.locator('.picture a').first();
  if (await pill.count()) {
    await page.getByRole('button', { name: /^Passed/ }).press('Enter');
    await pill.focus();
    await page.keyboard.press('Enter');
    const id = decodeURIComponent((await pill.getAttribute('href')).slice(1));
    await page.waitForFunction((id) => document.activeElement?.parentElement?.id === id, id, { timeout: 10_000 });
  }
}

/** Every link of a batch's page leads somewhere, and its wide tables can be scrolled with the keyboard. */
async function useTable(page, name) {
  const expect = (holds, what) => holds || problems.push(`${name}: ${what}`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.className === 'skip'), 'the first stop is no skip link');
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href));
  for (const link of new Set(links)) {
    const target = new URL(link);
    const there = target.hash
      ? await page.evaluate((id) => document.getElementById(id) !== null, decodeURIComponent(target.hash.slice(1)))
      : existsSync(fileURLToPath(target));
    expect(there, `a link leads nowhere: ${link}`);
  }
  const wide = page.locator('.wide').last();
  await wide.focus();
  await page.keyboard.press('ArrowRight');
  const scrolls = await wide.evaluate((region) => region.scrollWidth > region.clientWidth);
  if (scrolls) await page.waitForFunction(() => [...document.querySelectorAll('.wide')].at(-1).scrollLeft > 0, null, { timeout: 10_000 });
}

async function look(browser, file, size, colorScheme, javaScriptEnabled) {
  const name = `${path.basename(file, '.html')}-${size}-${colorScheme}${javaScriptEnabled ? '' : '-no-script'}`;
  const context = await browser.newContext({ viewport: widths[size], colorScheme, javaScriptEnabled, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('request', (request) => request.url().startsWith('file:') || problems.push(`${name}: asks for ${request.url()}`));
  page.on('console', (message) => message.type() === 'error' && problems.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  page.on('dialog', () => problems.push(`${name}: a script of somebody else's runs`));
  await page.goto(pathToFileURL(path.resolve(file)).href);
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}.png`) });
    const picture = page.locator('.picture svg');
    if (size === 'desktop' && (await picture.count())) {
      await picture.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}-picture.png`) });
    }
  }
  const isTable = (await page.locator('table.matrix').count()) > 0;
  if (javaScriptEnabled) {
    await (isTable ? useTable : use)(page, name);
    await audit(page, name);
  } else if ((await page.locator('details.check:visible, table.matrix tbody tr:visible').count()) === 0) {
    problems.push(`${name}: without JavaScript there are no checks`);
  }
  tested += 1;
  await context.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
for (const file of process.argv.slice(2)) {
  for (const size of Object.keys(widths)) {
    for (const colorScheme of ['light', 'dark']) await look(browser, file, size, colorScheme, true);
  }
  await look(browser, file, 'desktop', 'light', false);
}
await browser.close();

for (const problem of problems) console.error(problem);
console.log(`${tested} pages, ${problems.length} problems`);
process.exitCode = tested > 0 && problems.length === 0 ? 0 : 1;
