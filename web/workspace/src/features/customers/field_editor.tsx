// One custom field's value, saved when left.
import type { CustomField } from '@peakdesk/shared/api';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

type Value = string | number | boolean | null;

export function FieldEditor({ field, value, disabled, onSave }: { field: CustomField; value: Value; disabled: boolean; onSave: (value: Value) => void }) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => setText(value === null ? '' : String(value)), [value]);
  const leave = (now: Value) => { if (now !== value) onSave(now); };
  const same = { label: field.label, disabled, size: 'xs' as const, className: 'field-editor' };
  if (field.type === 'boolean') return <Checkbox {...same} checked={value === true} onChange={(event) => onSave(event.target.checked)} />;
  if (field.type === 'select') return <NativeSelect {...same} data={['', ...field.options]} value={value === null ? '' : String(value)} onChange={(event) => onSave(event.target.value || null)} />;
  if (field.type === 'number') return <TextInput {...same} type="number" value={text} onChange={(event) => setText(event.target.value)} onBlur={() => leave(text === '' ? null : Number(text))} />;
  return <TextInput {...same} type={field.type === 'date' ? 'date' : 'text'} value={text} onChange={(event) => setText(event.target.value)} onBlur={() => leave(text.trim() === '' ? null : text.trim())} />;
}
