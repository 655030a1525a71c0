// Ctrl+K: commands, views and a quick search in one box.
import { api, call } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBolt, IconSearch, IconTicket, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { keyNames, useAllCommands } from './commands';
import './commands.css';

type Entry = { id: string; label: string; hint?: string | undefined; keys?: string | undefined; icon: ReactNode; run: () => void };

export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={600} yOffset="12vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={t('palette.title')}>{opened && <PaletteBody onClose={onClose} />}</Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 160);
  const commands = useAllCommands();
  const navigate = useNavigate();
  const hits = useQuery({
    queryKey: ['palette', asked],
    enabled: asked.length > 1,
    queryFn: async ({ signal }) => (await call(api.GET('/api/search', { params: { query: { q: asked, limit: 6 } }, signal }))).data,
  });

  const entries = useMemo<Entry[]>(() => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found: Entry[] = commands
      .filter((command) => !command.hidden && words.every((word) => command.label.toLowerCase().includes(word)))
      .slice(0, words.length ? 6 : 12)
      .map((command) => ({ id: command.id, label: command.label, keys: command.keys?.[0], icon: <IconBolt size={17} />, run: command.run }));
    for (const hit of asked.length > 1 ? (hits.data ?? []) : []) {
      if (hit.customer && hit.type === 'customer') {
        const { id, name, email } = hit.customer;
        found.push({ id: `c${id}`, label: name || email || '', hint: email ?? '', icon: <IconUser size={17} />, run: () => void navigate({ to: '/customers/$customerId', params: { customerId: String(id) } }) });
      } else if (hit.ticket && !found.some((one) => one.id === `t${hit.ticket!.id}`)) {
        const ticket = hit.ticket;
        found.push({ id: `t${ticket.id}`, label: ticket.subject || t('ticket.no_subject'), hint: `#${ticket.number} · ${ticket.customer.name}`, icon: <IconTicket size={17} />,
          run: () => void navigate({ to: '/views/$view/tickets/$ticketId', params: { view: 'all', ticketId: String(ticket.id) } }) });
      }
    }
    if (words.length) found.push({ id: 'search', label: t('palette.search_for', { text: text.trim() }), icon: <IconSearch size={17} />, run: () => void navigate({ to: '/search', search: { q: text.trim() } }) });
    return found;
  }, [commands, text, asked, hits.data, navigate]);

  useEffect(() => setAt(0), [text]);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    // After the dialog gave the focus back, so that a command may move it.
    setTimeout(entry.run, 0);
  };

  return (
    <div className="palette">
      <div className="palette-box">
        <IconSearch size={18} />
        <input
          autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t('palette.placeholder')} aria-label={t('palette.title')}
          role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={entries[at] ? `palette-${at}` : undefined}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') { event.preventDefault(); setAt((at + 1) % Math.max(entries.length, 1)); }
            if (event.key === 'ArrowUp') { event.preventDefault(); setAt((at - 1 + entries.length) % Math.max(entries.length, 1)); }
            if (event.key === 'Enter') { event.preventDefault(); choose(entries[at]); }
          }}
        />
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('palette.title')} className="palette-list">
        {entries.map((entry, index) => (
          <li key={entry.id} id={`palette-${index}`} role="option" aria-selected={index === at} className="palette-entry"
            ref={(element) => { if (index === at) element?.scrollIntoView({ block: 'nearest' }); }}
            onMouseMove={() => setAt(index)} onClick={() => choose(entry)}>
            {entry.icon}
            <span className="clip grow">{entry.label}</span>
            {entry.hint && <span className="muted small clip">{entry.hint}</span>}
            {entry.keys && <span className="inline-tight">{keyNames(entry.keys).map((key) => <kbd key={key}>{key}</kbd>)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
