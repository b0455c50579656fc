import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './simple-markdown';

describe('parseMarkdown', () => {
  it('reads headings, paragraphs, lists, quotes, code and rules', () => {
    const blocks = parseMarkdown(
      [
        '# Title',
        '',
        'One line',
        'and its second.',
        '',
        '- a',
        '- b',
        '  goes on',
        '',
        '1. x',
        '',
        '> said',
        '',
        '```',
        'code',
        '```',
        '---',
      ].join('\n'),
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'rule']);
    expect(blocks[1]).toMatchObject({ content: [{ kind: 'text', text: 'One line and its second.' }] });
    expect(blocks[2]).toMatchObject({ isOrdered: false, items: [[{ text: 'a' }], [{ text: 'b goes on' }]] });
    expect(blocks[3]).toMatchObject({ isOrdered: true });
  });

  it('reads a table', () => {
    expect(parseMarkdown('| a | b |\n|---|---|\n| 1 | 2 |')).toEqual([
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
        rows: [[[{ kind: 'text', text: '1' }], [{ kind: 'text', text: '2' }]]],
      },
    ]);
  });

  it('keeps HTML as the text it is', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', content: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] },
    ]);
  });

  it('comes to an end on anything', () => {
    for (const odd of ['', '```', '|', '| a |', '>', '#', '- ', '1.', '**', '[a](', '\r\n\r\n']) parseMarkdown(odd);
  });
});

it('reads strong, emphasis, code and links in a line', () => {
  expect(parseInline('a **b** *c* `d` [e](f.md).')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', text: 'b' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'c' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'e', url: 'f.md' },
    { kind: 'text', text: '.' },
  ]);
});
