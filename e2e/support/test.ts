import { test as base, expect, type Page } from '@playwright/test';
import { type AppOptions, RunningApp } from './app';

export { expect };

/** What a page may never do: talk to its console about trouble, fail, or ask anyone but us. */
export type Watch = { readonly problems: string[]; readonly foreignRequests: string[] };

function watch(page: Page): Watch {
  const problems: string[] = [];
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.protocol === 'blob:' || url.protocol === 'data:' || url.hostname === '127.0.0.1';
    if (!isOwn) foreignRequests.push(request.url());
  });
  return { problems, foreignRequests };
}

type Fixtures = {
  /** How the app of this test is started: `test.use({ appOptions: { files: […] } })`. */
  appOptions: AppOptions;
  app: RunningApp;
  /** The page of the app, let in and ready. */
  reticle: Page;
  watched: Watch;
};

/** Playwright's `test` with a running app of its own for each test. Every story ends with: nothing went wrong unseen. */
export const test = base.extend<Fixtures>({
  appOptions: [{}, { option: true }],
  app: async ({ appOptions }, use, info) => {
    const app = await RunningApp.start(appOptions);
    await use(app);
    await app.stop();
    if (info.status !== info.expectedStatus) await info.attach('app output', { body: app.output });
  },
  watched: async ({ page }, use) => {
    await use(watch(page));
  },
  reticle: async ({ page, app, watched }, use) => {
    await page.goto(app.link);
    await use(page);
    expect(watched.foreignRequests).toEqual([]);
    expect(watched.problems).toEqual([]);
  },
});
