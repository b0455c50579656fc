import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../app/texts';
import { TextField } from '../../ui/text-field';

const searchableFrom = 12;

/** What the model can name; long lists can be searched. */
export function ModelLabels({ labels }: { readonly labels: readonly string[] }) {
  const { t } = useTexts();
  const [search, setSearch] = useState('');
  const numbered = labels.map((label, classId) => ({ label, classId }));
  const found = numbered.filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()));
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="text-xs font-semibold text-muted">{t('models.labels', { count: labels.length })}</h2>
        {labels.length >= searchableFrom && (
          <TextField
            label={t('models.searchLabels')}
            isLabelHidden
            type="search"
            placeholder={t('models.searchLabels')}
            icon={<Search size={13} aria-hidden />}
            value={search}
            onChange={setSearch}
            className="w-56"
          />
        )}
      </div>
      <ul className="flex max-h-48 flex-wrap gap-1 overflow-y-auto">
        {found.map(({ label, classId }) => (
          <li
            key={classId}
            title={String(classId)}
            className="rounded-md border border-line bg-surface px-1.5 py-0.5 text-xs"
          >
            {label}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="text-muted">{t('models.noLabel')}</p>}
    </section>
  );
}
