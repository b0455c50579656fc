import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button';

type CopyButtonProps = { readonly text: string; readonly label: string; readonly doneLabel: string };

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ text, label, doneLabel }: CopyButtonProps) {
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setIsDone(false), 2_000);
    return () => clearTimeout(timer);
  }, [isDone]);
  return (
    <IconButton
      size="small"
      label={isDone ? doneLabel : label}
      onPress={() => void navigator.clipboard.writeText(text).then(() => setIsDone(true))}
    >
      {isDone ? <Check size={13} className="text-ok" /> : <Copy size={13} />}
    </IconButton>
  );
}
