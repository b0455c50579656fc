import { expect, it } from 'vitest';
import { quitQuestion } from './quit-question';

const rates = [{ microPerHour: 640_000, currency: 'EUR' }];

it('asks nothing where nothing costs money', () => {
  expect(quitQuestion({ billing: 0, rates: [], endsAtMs: null }, 'en')).toBeNull();
});

it('says how many go on, what they cost, and until when', () => {
  const endsAtMs = new Date(2026, 1, 3, 18, 40).getTime();
  expect(quitQuestion({ billing: 2, rates, endsAtMs }, 'en')).toEqual({
    message: '2 sessions keep billing €0.64/h.',
    detail: 'They go on without Reticle. Their provider ends them at their limits.',
    buttons: ['Stop and quit', expect.stringMatching(/^Leave running until 6:40\sPM$/), 'Cancel'],
  });
});

it('says so where nothing will end them, in the language of the person', () => {
  expect(quitQuestion({ billing: 1, rates: [], endsAtMs: null }, 'fr')).toMatchObject({
    message: '1 session continue d’être facturée ?.',
    detail: 'Elles continuent sans Reticle, et rien ne les arrête d’elles-mêmes.',
  });
});
