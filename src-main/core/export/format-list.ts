export type ListFormat = 'json' | 'jsonl' | 'csv';

export type CsvShape<T> = {
  readonly columns: readonly string[];
  /** The cells of each line of a record. */
  readonly rows: (record: T) => readonly (readonly unknown[])[];
};

/** Writes records one after the other, so that a list of any length needs the memory of one. JSON is one array. */
export async function* formatList<T>(
  records: AsyncIterable<T> | Iterable<T>,
  format: ListFormat,
  csv: CsvShape<T>,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${csv.columns.join(',')}\n`;
  let isFirst = true;
  if (format === 'json') yield '[';
  for await (const record of records) {
    if (format === 'jsonl') yield `${JSON.stringify(record)}\n`;
    else if (format === 'csv') yield csv.rows(record).map(csvLine).join('');
    else yield `${isFirst ? '' : ','}\n${JSON.stringify(record)}`;
    isFirst = false;
  }
  if (format === 'json') yield isFirst ? ']\n' : '\n]\n';
}

const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\n`;

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  // A spreadsheet would run a text that starts like a formula; numbers are written by us and may start with "-".
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
