// Addresses as chips: typed, pasted in numbers, taken away.
import type { Address } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { useState } from 'react';

/** Reads 'Ann <a@x.test>, b@x.test; c@x.test' and tells what is no address. Pure. */
export function readAddresses(text: string): { addresses: Address[]; wrong: string[] } {
  const addresses: Address[] = [];
  const wrong: string[] = [];
  for (const part of text.split(/[,;\n]+/).map((one) => one.trim()).filter(Boolean)) {
    const match = /^(?:"?([^"<]*?)"?\s*<([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+))$/.exec(part);
    if (match) addresses.push({ name: match[1]?.trim() ?? '', address: (match[2] ?? match[3])! });
    else wrong.push(part);
  }
  return { addresses, wrong };
}

export function Recipients({ label, value, onChange, autoFocus }: { label: string; value: Address[]; onChange: (value: Address[]) => void; autoFocus?: boolean }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const take = () => {
    if (!text.trim()) { setWrong(false); return; }
    const read = readAddresses(text);
    const known = new Set(value.map((one) => one.address.toLowerCase()));
    if (read.addresses.length) onChange([...value, ...read.addresses.filter((one) => !known.has(one.address.toLowerCase()))]);
    setText(read.wrong.join(', '));
    setWrong(read.wrong.length > 0);
  };
  return (
    <div className="recipients">
      <span className="muted small">{label}</span>
      {value.map((one) => (
        <span key={one.address} className="chip" title={one.address}><span>{one.name || one.address}</span><button type="button" aria-label={t('reply.remove', { name: one.address })} onClick={() => onChange(value.filter((other) => other !== one))}>×</button></span>
      ))}
      <input value={text} aria-label={label} aria-invalid={wrong} type="text" inputMode="email" autoFocus={autoFocus} onChange={(event) => { setText(event.target.value); setWrong(false); }} onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',' || event.key === ';') { event.preventDefault(); take(); }
          if (event.key === 'Backspace' && !text && value.length) onChange(value.slice(0, -1));
        }} />
      {wrong && <span className="small recipients-wrong" role="alert">{t('reply.wrong_address')}</span>}
    </div>
  );
}
