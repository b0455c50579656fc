import { Fragment, type ReactNode, useMemo } from 'react';
import { type Block, type Inline, parseMarkdown } from './simple-markdown';

/** A model card in Markdown, made of safe elements only. */
export function ModelCard({ markdown }: { readonly markdown: string }) {
  const blocks = useMemo(() => parseMarkdown(markdown), [markdown]);
  return (
    <div className="flex flex-col gap-2 leading-relaxed">
      {keyed(blocks, (block) => (
        <BlockView block={block} />
      ))}
    </div>
  );
}

/** Cards do not change while they are shown, so the place of a part is its key. */
function keyed<T>(parts: readonly T[], view: (part: T) => ReactNode): ReactNode[] {
  return parts.map((part, index) => {
    const key = String(index);
    return <Fragment key={key}>{view(part)}</Fragment>;
  });
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h3 className={block.level === 1 ? 'text-sm font-semibold' : 'mt-1 font-semibold'}>
          <Line content={block.content} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      );
    case 'quote':
      return (
        <blockquote className="border-l-2 border-line pl-3 text-muted">
          <Line content={block.content} />
        </blockquote>
      );
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return (
        <List className={`${block.isOrdered ? 'list-decimal' : 'list-disc'} pl-5`}>
          {keyed(block.items, (item) => (
            <li>
              <Line content={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'code':
      return <pre className="overflow-x-auto rounded-md bg-raised p-2 font-mono text-xs">{block.text}</pre>;
    case 'table':
      return <TableView head={block.head} rows={block.rows} />;
    case 'rule':
      return <hr className="border-line" />;
  }
}

function TableView({ head, rows }: { readonly head: Inline[][]; readonly rows: Inline[][][] }) {
  return (
    <div className="overflow-x-auto">
      <table className="border-collapse text-left">
        <thead>
          <tr>
            {keyed(head, (cell) => (
              <th className="border-b border-line py-1 pr-4 font-medium text-muted">
                <Line content={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(rows, (row) => (
            <tr>
              {keyed(row, (cell) => (
                <td className="border-b border-line py-1 pr-4 align-top">
                  <Line content={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ content }: { readonly content: readonly Inline[] }) {
  return keyed(content, (part) => {
    if (part.kind === 'strong') return <strong className="font-semibold">{part.text}</strong>;
    if (part.kind === 'emphasis') return <em>{part.text}</em>;
    if (part.kind === 'code') return <code className="rounded bg-raised px-1 font-mono text-xs">{part.text}</code>;
    // The page opens nothing outside the app, so a link is shown with where it leads and copied by hand.
    if (part.kind === 'link') return <span title={part.url}>{part.text}</span>;
    return part.text;
  });
}
