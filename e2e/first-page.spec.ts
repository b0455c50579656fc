import { expect, test } from './support/test';

test.describe('the first page', () => {
  test('opens, and its link leaves the address bar', async ({ reticle, app }) => {
    await expect(reticle).toHaveTitle('Reticle');
    expect(reticle.url()).toBe(`${app.origin}/`);
    await expect(reticle.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('lets no second browser in by the same link', async ({ reticle, app, browser }) => {
    await expect(reticle).toHaveTitle('Reticle');
    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    const answer = await page.goto(app.link);
    expect(answer?.status()).toBe(403);
    await expect(page.getByText('npm start')).toBeVisible();
    await stranger.close();
  });

  test('shows its address again after a reload', async ({ reticle }) => {
    await reticle.reload();
    await expect(reticle.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('the app ends within five seconds of Ctrl+C', async ({ app, reticle }) => {
  await expect(reticle).toHaveTitle('Reticle');
  await reticle.close();
  expect(await app.stop()).toBe(0);
});
