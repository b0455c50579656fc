import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type ClouditiaEmulator, startClouditiaEmulator } from './emulators/clouditia/emulator';
import { expect, test } from './support/test';

let clouditia: ClouditiaEmulator;
test.beforeEach(async () => {
  clouditia = await startClouditiaEmulator();
});
test.afterEach(() => clouditia.close());

const card = (page: Page) => page.getByTestId('session');
const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click();

async function connect(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Add a connection…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /EyePop/ }).click();
  await page.getByRole('option', { name: 'Clouditia' }).click();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(clouditia.url);
  await dialog.getByLabel('Key', { exact: true }).fill(clouditia.apiKey);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText('The key works. It belongs to nora.')).toBeVisible();
  await goTo(page, 'Sessions');
}

async function startOne(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New session…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New session…' });
  await dialog.getByRole('radio').first().check();
  await expect(dialog.getByTestId('worst-case')).toHaveText(
    'At most €2.00, even if this computer dies: the provider ends it.',
  );
  await dialog.getByRole('textbox', { name: 'Name' }).fill('night shift');
  await dialog.getByRole('button', { name: /^Start · €/ }).click();
  // The provider has answered: time that passes from here on passes for the session, too.
  await expect(card(page)).toHaveAttribute('data-state', 'starting');
  await expect(card(page).getByText('night shift')).toBeVisible();
}

/** Time passes at the provider, and the provider is asked. */
async function later(page: Page, seconds: number): Promise<void> {
  clouditia.advance(seconds);
  await page.getByRole('button', { name: 'Ask the provider now' }).click();
}

test('a session is started with a limit, watched, renamed, and stopped with proof', async ({ reticle }) => {
  await connect(reticle);
  await expect(reticle.getByText('No session is running. Nothing is costing money.')).toBeVisible();
  await startOne(reticle);
  await later(reticle, 20);
  await expect(card(reticle)).toHaveAttribute('data-state', 'running');
  await expect(card(reticle)).toHaveAttribute('data-billing', 'billing');
  await expect(reticle.getByTestId('meter')).toHaveAttribute('data-alarm', 'paid');
  await later(reticle, 600);
  await expect(card(reticle).getByTestId('session-cost')).toHaveText(/€0\.\d\d (billed|estimated)/);
  await expect(card(reticle).getByText(/at most €2\.00/)).toBeVisible();

  await card(reticle).getByRole('button', { name: 'Rename' }).click();
  await reticle.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('day shift');
  await reticle.keyboard.press('Enter');
  await expect(card(reticle).getByText('day shift')).toBeVisible();

  await card(reticle).getByRole('button', { name: 'Stop', exact: true }).click();
  await reticle.getByRole('alertdialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(card(reticle).getByText(/^Stopping, asked/)).toBeVisible();
  clouditia.advance(10);
  await expect(card(reticle).getByTestId('stop-proof')).toHaveText(/the provider confirms .* · final €0\.\d\d/, {
    timeout: 30_000,
  });
  await expect(card(reticle)).toHaveAttribute('data-billing', 'ended');
  await expect(reticle.getByTestId('meter')).toHaveAttribute('data-alarm', 'none');

  await goTo(reticle, 'Costs');
  const shown = (await reticle.getByTestId('month-total').textContent()) ?? '';
  const saving = reticle.waitForEvent('download');
  await reticle.getByRole('button', { name: 'Export as CSV' }).click();
  const lines = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const cents = lines.reduce((sum, line) => sum + Math.round(Number(line.split(',')[2]) * 100), 0);
  expect(shown).toBe(`€${(cents / 100).toFixed(2)}`);
  expect(cents).toBe(clouditia.world.billing.books()[0]?.chargedCents);
});

test('what nobody here asked for is shown, and all is stopped with one key', async ({ reticle }) => {
  await connect(reticle);
  await startOne(reticle);
  const created = await fetch(`${clouditia.url}/api/computing/sessions/create/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${clouditia.apiKey}` },
    body: JSON.stringify({}),
  });
  expect(created.ok).toBe(true);
  await later(reticle, 20);
  const attention = reticle.getByRole('region', { name: 'Needs attention' });
  await expect(attention.getByText('Nobody here asked for it. It may cost money.')).toBeVisible();
  await reticle.keyboard.press('Control+Shift+Period');
  const question = reticle.getByRole('alertdialog');
  await expect(question.getByText(/^Stop 2 sessions, which cost €/)).toBeVisible();
  await question.getByRole('button', { name: 'Stop all paid sessions' }).click();
  await expect(reticle.getByText(/^Stopping, asked/)).toHaveCount(2);
  clouditia.advance(10);
  await expect(reticle.getByTestId('stop-proof')).toHaveCount(2, { timeout: 30_000 });
  await expect(reticle.getByTestId('meter')).toHaveAttribute('data-alarm', 'none');
});
