import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Toast } from '../ui/toast';
import { useTexts } from './texts';

export type Note = {
  readonly text: string;
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly action?: { readonly title: string; readonly run: () => void };
  /** Further lines, e.g. the files that were skipped and why. */
  readonly details?: readonly string[];
  /** Until it is closed, because it asks something. */
  readonly stays?: boolean;
};

type ShownNote = Note & { readonly id: number };
type ToasterState = { readonly notes: readonly ShownNote[]; readonly spoken: string };

const createToaster = () => createStore<ToasterState>()(() => ({ notes: [], spoken: '' }));
const ToasterContext = createContext<ReturnType<typeof createToaster> | null>(null);

const shownMs = 8_000;
const shownAtOnce = 4;

/** Notes at the foot of the window, and the words that a screen reader speaks. */
export function ToasterProvider({ children }: { readonly children: ReactNode }) {
  const [toaster] = useState(createToaster);
  return <ToasterContext value={toaster}>{children}</ToasterContext>;
}

function useToaster() {
  const toaster = useContext(ToasterContext);
  if (!toaster) throw new Error('there is no ToasterProvider above this component');
  return toaster;
}

let lastId = 0;

/** Shows a note. Plain ones leave by themselves; bad ones and those with details or a question stay until closed. */
export function useNotify(): (note: Note) => void {
  const toaster = useToaster();
  return (note) => {
    lastId += 1;
    const shown = { ...note, id: lastId };
    toaster.setState(({ notes }) => ({ notes: [...notes, shown].slice(-shownAtOnce) }));
  };
}

/** Says something to people who do not see the screen. */
export function useAnnounce(): (text: string) => void {
  const toaster = useToaster();
  return (text) => toaster.setState({ spoken: text });
}

/** Where the notes and the spoken words are rendered; once a window. */
export function Toaster({ children }: { readonly children?: ReactNode }) {
  const toaster = useToaster();
  const notes = useStore(toaster, (state) => state.notes);
  const spoken = useStore(toaster, (state) => state.spoken);
  const close = (id: number) => toaster.setState((state) => ({ notes: state.notes.filter((note) => note.id !== id) }));
  return (
    <>
      <div className="pointer-events-none fixed right-3 bottom-9 z-50 flex flex-col items-end gap-2">
        {children}
        {notes.map((note) => (
          <TimedToast key={note.id} note={note} onClose={() => close(note.id)} />
        ))}
      </div>
      <div role="status" aria-live="polite" className="sr-only" data-testid="announcer">
        {spoken}
      </div>
    </>
  );
}

function TimedToast({ note, onClose }: { readonly note: ShownNote; readonly onClose: () => void }) {
  const { t } = useTexts();
  const [isHeld, setIsHeld] = useState(false);
  const stays = note.tone === 'bad' || note.details !== undefined || note.stays === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onClose` is new on each render; the timer must not restart for it
  useEffect(() => {
    if (stays || isHeld) return;
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [stays, isHeld]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the note waits while it is read; there is nothing to press here
    <div
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <Toast
        text={note.text}
        closeLabel={t('app.close')}
        onClose={onClose}
        {...(note.tone ? { tone: note.tone } : {})}
        {...(note.action ? { action: note.action } : {})}
      >
        {note.details && (
          <ul className="mt-1 max-h-32 list-disc overflow-y-auto pl-4 text-xs text-muted">
            {note.details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </Toast>
    </div>
  );
}
