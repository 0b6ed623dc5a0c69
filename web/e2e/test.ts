import process from 'node:process';
import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { sql } from './stack/postgres.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  /** Where the site is. */
  site: string;
  /** Opens the site in a browser of its own: one more visitor. */
  visit: (options?: BrowserContextOptions) => Promise<Page>;
  /** Origins besides the site's that the test means to reach. */
  allowed: string[];
}

/** Runs `statement` in the site's database. */
export function database(statement: string): string {
  return sql(Number(process.env['E2E_DATABASE_PORT']), statement);
}

/** A test that starts without people and pictures, and fails when a page errs or a request leaves the site. */
export const test = base.extend<Fixtures>({
  site: async ({ browserName: _ }, use) => use(process.env['E2E_SITE'] ?? ''),
  baseURL: async ({ site }, use) => use(site),
  allowed: async ({ browserName: _ }, use) => use([]),
  visit: async ({ browser, site, allowed }, use) => {
    database('truncate image, "user" cascade');
    const faults: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context, [site, ...allowed], faults);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    base.expect(faults, 'errors of the pages, and requests that left the site').toEqual([]);
  },
});

function watch(context: BrowserContext, origins: string[], faults: string[]): void {
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && !origins.includes(origin)) faults.push(`request: ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
}
