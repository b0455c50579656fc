import { expect, it } from 'vitest';
import { isPageAddress, pageUrl } from './page-address';

it.each([pageUrl, 'reticle://app/media/1/original', 'reticle://app/?x=1#y'])('%s is ours', (address) =>
  expect(isPageAddress(address)).toBe(true),
);

it.each([
  '',
  'about:blank',
  'https://app/',
  'reticle://evil/',
  'reticle://app.evil/',
  'reticle://app:80/',
  'reticle://user@app/',
  'file:///etc/passwd',
  'data:text/html,x',
  'reticle:app',
])('%s is not', (address) => expect(isPageAddress(address)).toBe(false));
