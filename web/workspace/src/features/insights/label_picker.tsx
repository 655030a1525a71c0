// Chooses a label by typing, or makes one by its name. "" is: no label fits.
import { t } from '@peakdesk/shared/i18n';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { intentText, labelsQuery } from './insights';

export function LabelPicker({ chosen = [], onChoose, children }: { chosen?: string[]; onChoose: (label: string) => void; children?: ReactNode }) {
  const known = useQuery(labelsQuery).data ?? [];
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const wanted = text.trim().toLowerCase();
  const all = ['', ...known.map((one) => one.label)].map((label) => ({ label, text: intentText(label) })).sort((a, b) => a.text.localeCompare(b.text));
  const found = all.filter((one) => one.text.toLowerCase().includes(wanted) || one.label.includes(wanted));
  const fresh = wanted && /^[\p{L}\p{N} _/-]{1,60}$/u.test(wanted) && !all.some((one) => one.text.toLowerCase() === wanted || one.label === wanted) ? text.trim() : null;
  const labels = [...found.map((one) => one.label), ...(fresh ? [fresh] : [])];
  return (
    <>
      <input className="picker-input" data-autofocus value={text} placeholder={t('insight.search')} aria-label={t('insight.search')} role="combobox" aria-expanded="true" aria-controls={list} aria-activedescendant={labels.length ? `${list}-${at}` : undefined}
        onChange={(event) => { setText(event.target.value); setAt(0); }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') { event.preventDefault(); setAt(Math.min(at + 1, labels.length - 1)); }
          if (event.key === 'ArrowUp') { event.preventDefault(); setAt(Math.max(at - 1, 0)); }
          const label = labels[at];
          if (event.key === 'Enter' && label !== undefined) { event.preventDefault(); onChoose(label); }
        }} />
      <ul className="picker-list scroll" role="listbox" id={list} aria-label={t('insight.correct')}>
        {found.map((one, index) => (
          <li key={one.label} id={`${list}-${index}`} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => onChoose(one.label)}>
            <span className="clip grow">{one.text}</span>{(chosen.includes(one.label) || (!one.label && !chosen.length)) && <IconCheck size={14} />}
          </li>
        ))}
        {fresh && <li id={`${list}-${found.length}`} role="option" aria-selected={at === labels.length - 1} onMouseMove={() => setAt(labels.length - 1)} onClick={() => onChoose(fresh)}><IconPlus size={14} />{t('insight.make', { name: fresh })}</li>}
      </ul>
      {children}
    </>
  );
}
