import { expect, it } from 'vitest';
import { translate } from './texts';

it('words a phrase within a sentence in the language of the sentence', () => {
  const params = { name: 'film.jpg', seen: 'phrase.seen.video' };
  expect(translate('en', 'error.MEDIA_NOT_A_PICTURE', params)).toContain('it looks like a video.');
  expect(translate('fr', 'error.MEDIA_NOT_A_PICTURE', params)).toContain('cela ressemble à une vidéo.');
});

it('leaves a placeholder without a value where it can be noticed', () =>
  expect(translate('en', 'error.MEDIA_EMPTY')).toBe('{name} is empty (0 bytes).'));

it('does not take what people call their files for keys of ours', () =>
  expect(translate('en', 'error.MEDIA_EMPTY', { name: 'toString' })).toBe('toString is empty (0 bytes).'));
