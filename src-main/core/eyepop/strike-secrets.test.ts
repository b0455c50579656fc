import { expect, it } from 'vitest';
import { strikeBody, strikeQuery } from './strike-secrets';

it.each([
  ['', ''],
  ['?mode=queue&version=2', '?mode=queue&version=2'],
  ['?token=abc&mode=queue', '?token=%5Bsecret%5D&mode=queue'],
  ['?url=https%3A%2F%2Fa%2Fb%3Fsig%3Dabc', '?url=https%3A%2F%2Fa%2Fb%3F%5Bsecret%5D'],
])('takes secrets out of %s', (query, left) => expect(strikeQuery(query)).toBe(left));

it.each([
  ['{"secret_key":"abc"}', '{"secret_key":"[secret]"}'],
  ['{"a":[{"access_token":"abc","b":1}]}', '{"a":[{"access_token":"[secret]","b":1}]}'],
  ['{"url":"rtsp://me:abc@camera/1"}', '{"url":"rtsp://camera/1"}'],
  ['{"url":"https://a/b?X-Amz-Signature=abc"}', '{"url":"https://a/b?[secret]"}'],
  ['{"url":"https://a/b"}', '{"url":"https://a/b"}'],
  ['no json', 'no json'],
])('takes secrets out of %s', (body, left) => expect(strikeBody(body)).toBe(left));
