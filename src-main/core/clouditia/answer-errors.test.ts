import { expect, it } from 'vitest';
import { errorOfStatus, refusalOf } from './answer-errors';

it.each([
  { status: 401, body: null, code: 'CLOUDITIA_KEY_REFUSED' },
  { status: 403, body: null, code: 'CLOUDITIA_KEY_REFUSED' },
  { status: 404, body: null, code: 'CLOUDITIA_NOT_FOUND' },
  { status: 402, body: { error: 'Plus de crédit' }, code: 'CLOUDITIA_NO_CREDIT', reason: 'Plus de crédit' },
  { status: 409, body: { error: 'Déjà fait' }, code: 'CLOUDITIA_REFUSED', reason: 'Déjà fait' },
  { status: 422, body: { message: 'vcpu' }, code: 'CLOUDITIA_REFUSED', reason: 'vcpu' },
  { status: 429, body: { error: 'Trop vite' }, code: 'CLOUDITIA_BUSY', reason: 'Trop vite' },
  { status: 503, body: { detail: 'Service unavailable' }, code: 'CLOUDITIA_BUSY', reason: 'Service unavailable' },
  { status: 502, body: null, code: 'CLOUDITIA_BUSY', reason: 'status 502' },
  { status: 302, body: null, code: 'CLOUDITIA_BAD_ANSWER', reason: 'status 302' },
])('status $status is $code and keeps the words', ({ status, body, code, reason }) => {
  const error = errorOfStatus(status, body, null);
  expect(error).toMatchObject(reason === undefined ? { code } : { code, params: { reason } });
});

it.each([
  { body: { error: 'Aucun GPU disponible' }, code: 'CLOUDITIA_NO_GPU' },
  { body: { error: 'No GPUs available' }, code: 'CLOUDITIA_NO_GPU' },
  { body: { error: 'Certains GPUs sont indisponibles', unavailable_gpus: ['a'] }, code: 'CLOUDITIA_NO_GPU' },
  { body: { error: 'Service temporairement indisponible' }, code: 'CLOUDITIA_REFUSED' },
  { body: { error: 'Service unavailable' }, code: 'CLOUDITIA_REFUSED' },
  { body: { error: 'Type de GPU indisponible à la vente', error_code: 'unknown_gpu' }, code: 'CLOUDITIA_REFUSED' },
  { body: { error: 'Crédit insuffisant', error_code: 'insufficient_credit' }, code: 'CLOUDITIA_NO_CREDIT' },
  { body: { error: 'Session not found' }, code: 'CLOUDITIA_NOT_FOUND' },
  { body: { error: 'Session non trouvée' }, code: 'CLOUDITIA_NOT_FOUND' },
  { body: { error: null, unavailable_gpus: null }, code: 'CLOUDITIA_REFUSED' },
])('$body is $code', ({ body, code }) => expect(refusalOf(400, body)).toMatchObject({ code }));
