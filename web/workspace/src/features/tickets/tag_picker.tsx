// Chooses a tag, or makes a new one by its name.
import { t } from '@peakdesk/shared/i18n';
import { Popover } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { cloneElement, useState, type ReactElement } from 'react';
import { tagsQuery } from '../session/session';

export function TagPicker({ children, onChoose, opened, onOpened, without = [] }: {
  children: ReactElement<{ onClick?: () => void }>; onChoose: (name: string) => void; opened?: boolean; onOpened?: (opened: boolean) => void; without?: string[];
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const shown = opened ?? ownOpen;
  const setShown = onOpened ?? setOwnOpen;
  return (
    <Popover opened={shown} onChange={setShown} position="bottom-start" width={240} trapFocus returnFocus>
      <Popover.Target>{cloneElement(children, { onClick: () => setShown(!shown) })}</Popover.Target>
      <Popover.Dropdown p={6}>{shown && <Choices without={without} onChoose={(name) => { onChoose(name); setShown(false); }} />}</Popover.Dropdown>
    </Popover>
  );
}

function Choices({ onChoose, without }: { onChoose: (name: string) => void; without: string[] }) {
  const tags = useQuery(tagsQuery).data ?? [];
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = text.trim().toLowerCase();
  const found = tags.filter((tag) => !without.includes(tag.name) && tag.name.toLowerCase().includes(wanted)).slice(0, 50);
  const fresh = wanted && !tags.some((tag) => tag.name.toLowerCase() === wanted) ? text.trim() : null;
  const names = [...found.map((tag) => tag.name), ...(fresh ? [fresh] : [])];
  return (
    <>
      <input className="picker-input" data-autofocus value={text} placeholder={t('tags.placeholder')} aria-label={t('tags.placeholder')} role="combobox" aria-expanded="true" aria-controls="tag-choices"
        onChange={(event) => { setText(event.target.value); setAt(0); }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') { event.preventDefault(); setAt(Math.min(at + 1, names.length - 1)); }
          if (event.key === 'ArrowUp') { event.preventDefault(); setAt(Math.max(at - 1, 0)); }
          if (event.key === 'Enter' && names[at]) { event.preventDefault(); onChoose(names[at]); }
        }} />
      <ul className="picker-list scroll" role="listbox" id="tag-choices" aria-label={t('tags.add')}>
        {found.map((tag, index) => (
          <li key={tag.id} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => onChoose(tag.name)}><i className={`dot tag-${tag.colour}`} /><span className="clip">{tag.name}</span></li>
        ))}
        {fresh && <li role="option" aria-selected={at === names.length - 1} onMouseMove={() => setAt(names.length - 1)} onClick={() => onChoose(fresh)}><IconPlus size={14} />{t('tags.make', { name: fresh })}</li>}
      </ul>
    </>
  );
}
