import type { Component, ForwardOperator } from '#common/pop/pop';
import { useTexts } from '../../app/texts';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import { TextField } from '../../ui/text-field';
import { type Field, fieldsOf, localOperators } from './component-fields';

type ComponentFormProps = {
  readonly component: Component;
  readonly onFields: (fields: Readonly<Record<string, unknown>>) => void;
  readonly onOperator: (operator: ForwardOperator) => void;
};

/** The fields of a component that people change most; an empty one is not given. */
export function ComponentForm({ component, onFields, onOperator }: ComponentFormProps) {
  const { t } = useTexts();
  const operator = component.forward?.operator;
  const values: Readonly<Record<string, unknown>> = component;
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 @max-lg:grid-cols-1" data-testid="component-form">
      {fieldsOf(component).map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          onChange={(value) => onFields({ [field.name]: value })}
        />
      ))}
      {component.forward && (
        <>
          <Select
            label={t('pops.operator')}
            value={operator?.type ?? 'full'}
            onChange={(type) => onOperator({ ...operator, type })}
            options={localOperators.map((type) => ({ id: type, title: type }))}
          />
          <ListInput
            label="includeClasses"
            value={operator?.includeClasses ?? undefined}
            onChange={(includeClasses) => onOperator({ type: 'full', ...operator, includeClasses })}
          />
        </>
      )}
    </div>
  );
}

type FieldInputProps = {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
};

/** Fields bear EyePop's own names, in every language: they are what stands in the JSON. */
function FieldInput({ field, value, onChange }: FieldInputProps) {
  const { t } = useTexts();
  switch (field.kind) {
    case 'flag':
      return (
        <Switch isOn={value === true} onChange={(isOn) => onChange(isOn ? true : undefined)}>
          {field.name}
        </Switch>
      );
    case 'choice':
      return (
        <Select
          label={field.name}
          value={typeof value === 'string' ? value : ''}
          onChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
          options={[
            { id: '', title: t('pops.notGiven') },
            ...field.options.map((option) => ({ id: option, title: option })),
          ]}
        />
      );
    case 'list':
      return <ListInput label={field.name} value={Array.isArray(value) ? value : undefined} onChange={onChange} />;
    case 'number':
      return (
        <TextField
          label={field.name}
          type="number"
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(typed) => onChange(typed.trim() === '' ? undefined : Number(typed))}
        />
      );
    case 'text':
      return (
        <TextField
          label={field.name}
          value={typeof value === 'string' ? value : ''}
          onChange={(typed) => onChange(typed === '' ? undefined : typed)}
        />
      );
  }
}

type ListInputProps = {
  readonly label: string;
  readonly value: readonly string[] | undefined;
  readonly onChange: (value: string[] | undefined) => void;
};

function ListInput({ label, value, onChange }: ListInputProps) {
  return (
    <TextField
      label={label}
      value={value?.join(', ') ?? ''}
      placeholder="person, car"
      onChange={(typed) => {
        const names = typed.split(/,\s*/).filter((name) => name !== '');
        onChange(names.length > 0 ? names : undefined);
      }}
    />
  );
}
