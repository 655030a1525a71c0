// Finds a customer by name or address.
import { api, call, type Customer } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

type Props = { label: string; value: Customer | null; onChange: (customer: Customer | null) => void; without?: number; onText?: (text: string) => void; error?: string | undefined };

export function CustomerPick({ label, value, onChange, without, onText, error }: Props) {
  const combobox = useCombobox();
  const [text, setText] = useState(value ? (value.name || value.email || '') : '');
  const [asked] = useDebouncedValue(text.trim(), 180);
  const found = useQuery({ queryKey: ['customers', 'pick', asked], enabled: asked.length > 1 && !value, queryFn: async () => (await call(api.GET('/api/customers', { params: { query: { search: asked, limit: 8 } } }))).data });
  const choices = (found.data ?? []).filter((one) => one.id !== without);
  return (
    <Combobox store={combobox} shadow="md" onOptionSubmit={(id) => { const one = choices.find((choice) => String(choice.id) === id); if (one) { onChange(one); setText(one.name ? `${one.name} <${one.email ?? ''}>` : (one.email ?? '')); } combobox.closeDropdown(); }}>
      <Combobox.Target>
        <TextInput label={label} value={text} error={error} placeholder={t('customer.pick_placeholder')} onFocus={() => combobox.openDropdown()} onBlur={() => combobox.closeDropdown()}
          onChange={(event) => { setText(event.target.value); onText?.(event.target.value); onChange(null); combobox.openDropdown(); combobox.updateSelectedOptionIndex(); }} />
      </Combobox.Target>
      <Combobox.Dropdown hidden={choices.length === 0}>
        <Combobox.Options aria-label={label}>{choices.map((one) => <Combobox.Option key={one.id} value={String(one.id)}>{one.name} <span className="muted">{one.email}</span></Combobox.Option>)}</Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
