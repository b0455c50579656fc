import type { RequestFaults } from './faults';

type Entry = readonly [string, unknown];

/** An answer as a server of another version, or a careless one, would send it. */
export function reshape(value: unknown, faults: RequestFaults): unknown {
  if (Array.isArray(value)) return faults.has('null-lists') ? null : value.map((one) => reshape(one, faults));
  if (typeof value === 'number') return faults.has('numbers-as-strings') ? String(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap((entry) => reshapeEntry(entry, faults));
  if (faults.has('unknown-fields')) entries.push(['x_new', { of: 'a later version', list: [null, 1] }]);
  return Object.fromEntries(entries);
}

const REQUEST_SPELLING: Readonly<Record<string, string>> = { slug: 'type', quantity: 'count' };

function reshapeEntry([key, value]: Entry, faults: RequestFaults): Entry[] {
  if (faults.find('missing')?.keys.includes(key)) return [];
  if (key === 'limits' && faults.has('null-limits')) return [[key, null]];
  const name = faults.has('request-spelling') ? (REQUEST_SPELLING[key] ?? key) : key;
  return [[name, reshape(value, faults)]];
}
