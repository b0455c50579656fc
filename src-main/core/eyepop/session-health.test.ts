import { describe, expect, it } from 'vitest';
import { isAdoptable } from './adopt-session';
import { readHealth } from './session-health';
import { readSessions } from './session-reader';
import { phaseOf, readStatus, sessionStatuses } from './session-status';

const now = new Date(1_780_000_000_000);
const aSession = (over: object = {}) => ({ session_uuid: 'u', session_endpoint: 'http://e/s/', ...over });
const read = (over: object) => readSessions(aSession(over), now)[0];

describe('readStatus', () => {
  it.each(sessionStatuses)('knows %s', (status) => expect(readStatus(status.toUpperCase())).toBe(status));
  it.each([
    ['Terminated with errors', 'error'],
    ['FAILED_TO_START', 'failed'],
    ['stopping', 'stopped'],
    ['now running', 'running'],
    ['container_creating', 'pending'],
    ['starting', 'pending'],
    ['', 'unknown'],
    ['sleepy', 'unknown'],
  ])('understands %s as %s', (text, status) => expect(readStatus(text)).toBe(status));

  it('says what can be done in each', () => {
    const phases = sessionStatuses.map((status) => `${status}: ${phaseOf(status)}`);
    expect(phases.filter((line) => line.endsWith('ready'))).toEqual(['pipeline_ok: ready', 'running: ready']);
    expect(phases.filter((line) => line.endsWith('ended'))).toEqual(
      ['stopped', 'failed', 'error', 'pipeline_error'].map((status) => `${status}: ended`),
    );
  });
});

describe('readSessions', () => {
  it('takes a list, a single one, and null for whatever may be missing', () => {
    expect(readSessions([aSession(), aSession()], now)).toHaveLength(2);
    const nothing = { access_token: null, pipelines: null, session_name: null, uptime: null, created_at: null };
    expect(read(nothing)).toMatchObject({
      endpoint: 'http://e/s',
      token: null,
      name: '',
      pipelineIds: [],
      status: 'unknown',
    });
    expect(() => readSessions([{ session_uuid: 'u' }], now)).toThrow(
      expect.objectContaining({ code: 'EYEPOP_BAD_ANSWER' }),
    );
  });

  it.each([
    {
      fields: { access_token_expires_in: 100, access_token_expires_at: '2001-01-01T00:00:00Z' },
      endMs: now.getTime() + 100_000,
    },
    { fields: { access_token_expires_at: '2030-01-01T00:00:00Z' }, endMs: Date.parse('2030-01-01T00:00:00Z') },
    { fields: {}, endMs: Number.POSITIVE_INFINITY },
  ])('takes a token’s end from $fields', ({ fields, endMs }) =>
    expect(read({ access_token: 't', ...fields })?.token).toEqual({ value: 't', expiresAtMs: endMs }),
  );

  it('finds pipelines by any of their names, each once', () => {
    const pipelines = [{ pipeline_id: 'a' }, { id: 'b' }, { pipeline_id: null, id: null }];
    expect(read({ pipelines, pipeline_uuid: 'a' })?.pipelineIds).toEqual(['a', 'b']);
  });

  it('takes a pipeline that failed for the end of a session that runs', () => {
    const failed = read({ session_status: 'running', pipeline_error: { code: 'P1', message: 'no', details: 'why' } });
    expect(failed).toMatchObject({ status: 'pipeline_error', pipelineError: 'P1: no: why' });
  });
});

describe('readHealth', () => {
  it.each([
    { text: '{"message":"I am well"}', health: { isReady: true, session: null } },
    { text: '{"session_status":"running"}', health: { isReady: true, session: null } },
    { text: JSON.stringify(aSession({ session_status: 'pipeline_ok' })), health: { isReady: true } },
    { text: '{"session_status":"upgrading"}', health: { isReady: false, status: 'upgrading' } },
    { text: '{}', health: { isReady: false, status: 'unknown' } },
    { text: 'Bad gateway', health: { isReady: false, status: 'silent' } },
  ])('reads $text', ({ text, health }) => expect(readHealth(text, now)).toMatchObject(health));

  it.each([
    { text: '{"session_status":"failed"}', code: 'EYEPOP_SESSION_DEAD' },
    { text: JSON.stringify(aSession({ pipeline_error: { code: 'P' } })), code: 'EYEPOP_PIPELINE_FAILED' },
  ])('gives up at $text', ({ text, code }) =>
    expect(() => readHealth(text, now)).toThrow(expect.objectContaining({ code })),
  );
});

it.each([
  { over: { session_name: 'ours', session_status: 'running' }, can: true },
  { over: { session_name: 'ours', session_status: 'pending' }, can: true },
  { over: { session_name: 'ours', session_status: 'failed' }, can: false },
  { over: { session_name: 'ours', session_status: 'running', pipeline_error: { code: 'P' } }, can: false },
  { over: { session_name: 'ours', session_status: 'running', persistent: true }, can: false },
  { over: { session_name: 'theirs', session_status: 'running' }, can: false },
  { over: { session_status: 'running' }, can: false },
])('takes over $over: $can', ({ over, can }) => {
  const session = read(over);
  expect(session && isAdoptable(session, 'ours')).toBe(can);
});
