import { describe, expect, it } from 'vitest';
import { type ExportFormat, formatRecords, type PredictionRecord } from './prediction-record';

const aRecord = (over: Partial<PredictionRecord> = {}): PredictionRecord => ({
  media: '/p/a.png',
  width: 10,
  height: 8,
  engine: 'local',
  model: 'm',
  elapsedMs: 3,
  prediction: {
    source_width: 10,
    source_height: 8,
    objects: [
      {
        classLabel: 'cat',
        confidence: 0.5,
        x: -1,
        y: 2,
        width: 3,
        height: 4,
        objects: [{ classLabel: 'eye', x: 1, y: 1, width: 1, height: 1 }],
      },
    ],
  },
  ...over,
});

async function text(records: PredictionRecord[], format: ExportFormat): Promise<string> {
  let whole = '';
  for await (const part of formatRecords(records, format)) whole += part;
  return whole;
}

describe('formatRecords', () => {
  it('writes JSON that reads back, also for none', async () => {
    const records = [aRecord(), aRecord({ media: 'b' })];
    expect(JSON.parse(await text(records, 'json'))).toEqual(records);
    expect(JSON.parse(await text([], 'json'))).toEqual([]);
  });

  it('writes one line a picture as JSONL', async () => {
    const lines = (await text([aRecord(), aRecord()], 'jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([aRecord(), aRecord()]);
  });

  it('writes one CSV line an object, nested ones with their parent, and one for a picture without objects', async () => {
    const empty = aRecord({ media: 'empty.png', prediction: { source_width: 1, source_height: 1, objects: [] } });
    const lines = (await text([aRecord(), empty], 'csv')).trimEnd().split('\n');
    expect(lines.slice(1)).toEqual([
      '/p/a.png,10,8,local,m,3,0,,cat,0.5,-1,2,3,4,,,,',
      '/p/a.png,10,8,local,m,3,0.0,0,eye,,1,1,1,1,,,,',
      'empty.png,10,8,local,m,3,,,,,,,,,,,,',
    ]);
  });

  it.each([
    ['a name with "quotes", and a comma.png', '"a name with ""quotes"", and a comma.png"'],
    ['=HYPERLINK(1).png', "'=HYPERLINK(1).png"],
    ['-5.png', "'-5.png"],
  ])('keeps %s harmless in a spreadsheet', async (media, cell) => {
    const [, line] = (await text([aRecord({ media })], 'csv')).split('\n');
    expect(line?.startsWith(`${cell},`)).toBe(true);
  });
});
