import type { Page } from '@playwright/test';
import { expect, type Watch } from './test';

export const pictures = (page: Page) => page.getByRole('listbox', { name: 'Pictures' }).getByRole('option');
export const objects = (page: Page) => page.getByRole('listbox', { name: 'Objects, the surest first' });
export const headline = (page: Page) => page.getByText(/^\d+ objects?, \d+ class(es)?, /);

/** Drops files the way a browser hands them over: on the half of the window that analyses at once, or on the queue's. */
export async function drop(
  page: Page,
  files: readonly { name: string; bytes: Buffer }[],
  half: 'Analyse now' | 'Add to queue' = 'Analyse now',
): Promise<void> {
  const parts = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given) {
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    return data;
  }, parts);
  const at = { clientX: half === 'Analyse now' ? 300 : 1000, clientY: 400, dataTransfer: transfer };
  await page.dispatchEvent('body', 'dragenter', at);
  await page.dispatchEvent('body', 'dragover', at);
  const target = page.getByText(half);
  await expect(target).toBeVisible();
  await target.dispatchEvent('drop', at);
}

/** The browser itself notes each broken picture that the page asked for; nothing else may be noted. */
export function expectOnlyRefusedPictures(watched: Watch): void {
  const others = watched.problems.splice(0).filter((problem) => !/status of (404|410|422)/.test(problem));
  expect(others).toEqual([]);
}
