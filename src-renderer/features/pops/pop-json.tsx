import type { PopProblem } from '#common/pop/pop-problem';
import { useTexts } from '../../app/texts';

type PopJsonProps = {
  readonly text: string;
  readonly problems: readonly PopProblem[];
  readonly onChange: (text: string) => void;
};

/** The Pop as text, checked while it is typed; each problem names component and field. */
export function PopJson({ text, problems, onChange }: PopJsonProps) {
  const { t } = useTexts();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <textarea
        aria-label={t('pops.json')}
        aria-invalid={problems.length > 0}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid="pop-json"
        className="min-h-0 flex-1 resize-none bg-bg p-4 font-mono text-xs leading-relaxed text-ink outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      />
      {problems.length > 0 && (
        <ul
          role="alert"
          className="max-h-40 shrink-0 overflow-y-auto border-t border-line bg-danger-soft px-4 py-2 text-danger"
        >
          {problems.slice(0, 20).map(({ path, textKey, params }) => (
            <li key={`${path} ${textKey}`}>
              {path !== '' && <code className="font-mono text-xs">{path}: </code>}
              {t(textKey, params)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
