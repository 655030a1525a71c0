// What every list in the settings has in common: head, rows, an editor beside it, asking before deleting.
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Drawer, Modal } from '@mantine/core';
import { IconCopy, IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Blank, Busy, Failed } from '../../ui/parts';
import { toast } from '../../ui/toasts';

export function SetPage({ title, text, action, children }: { title: string; text?: string; action?: ReactNode; children: ReactNode }) {
  return <div className="set"><header className="set-head"><div className="grow"><h2>{title}</h2>{text && <p>{text}</p>}</div>{action}</header>{children}</div>;
}

type Props<T> = {
  title: string; text: string; query: UseQueryResult<T[]>; mayChange: boolean; addLabel: string; emptyTitle: string; emptyText: string; icon: ReactNode;
  row: (item: T) => ReactNode; form?: (item: T | null, close: () => void) => ReactNode; children?: ReactNode; wide?: boolean;
  /** Search and choices, above the rows. */
  tools?: ReactNode; action?: ReactNode; nameOf?: (item: T) => string; formTitle?: (item: T | null) => string;
};

export function ResourcePage<T extends { id: number }>({ title, text, query, mayChange, addLabel, emptyTitle, emptyText, icon, row, form, children, wide, formTitle, tools, action, nameOf }: Props<T>) {
  const [open, setOpen] = useState<{ item: T | null } | null>(null);
  const add = mayChange && form && <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ item: null })}>{addLabel}</Button>;
  const items = query.data ?? [];
  return (
    <SetPage title={title} text={text} action={action ?? ((items.length > 0 || tools) && add)}>
      {tools && <div className="set-tools">{tools}</div>}
      {query.isLoading && <Busy />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <div className="box"><Blank icon={icon} title={emptyTitle} text={emptyText}>{!tools && !action && add}</Blank></div>}
      <ul className="cards">
        {items.map((item) => <li key={item.id}>{form && mayChange ? <button type="button" className="card-row" onClick={() => setOpen({ item })}>{row(item)}</button> : <div className="card-row">{row(item)}</div>}</li>)}
      </ul>
      {children}
      <Drawer opened={open !== null} onClose={() => setOpen(null)} title={formTitle?.(open?.item ?? null) ?? (open?.item ? (nameOf?.(open.item) || t('common.edit')) : addLabel)} size={wide ? 720 : 480} closeButtonProps={{ 'aria-label': t('common.close') }}>
        {open && form?.(open.item, () => setOpen(null))}
      </Drawer>
    </SetPage>
  );
}

/** Fields above, errors, then save, cancel and perhaps delete. */
export function ResourceForm({ onSubmit, busy, error, onClose, onDelete, deleteText, children, submitLabel }: {
  onSubmit: () => void; busy: boolean; error?: string | undefined; onClose: () => void; onDelete?: (() => Promise<unknown>) | undefined; deleteText?: string; children: ReactNode; submitLabel?: string;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <form className="stack" style={{ gap: 16 }} onSubmit={(event: FormEvent) => { event.preventDefault(); onSubmit(); }}>
      {children}
      {error && <div className="notice notice-danger" role="alert">{error}</div>}
      <div className="spread">
        {onDelete ? <Button variant="subtle" color="red" onClick={() => setAsking(true)}>{t('common.delete')}</Button> : <span />}
        <span className="inline"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={busy}>{submitLabel ?? t('common.save')}</Button></span>
      </div>
      {onDelete && <Confirm opened={asking} text={deleteText ?? t('common.delete_sure')} label={t('common.delete')} onClose={() => setAsking(false)} onConfirm={() => void onDelete()} />}
    </form>
  );
}

export function Confirm({ opened, text, label, harmless, onClose, onConfirm }: { opened: boolean; text: string; label: string; harmless?: boolean; onClose: () => void; onConfirm: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={t('common.sure')} size={420} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack"><p>{text}</p><div className="spread dialog-acts"><Button variant="default" data-autofocus onClick={onClose}>{t('common.cancel')}</Button><Button {...(harmless ? {} : { color: 'red' })} onClick={() => { onClose(); onConfirm(); }}>{label}</Button></div></div>
    </Modal>
  );
}

export function CopyBox({ text, label }: { text: string; label: string }) {
  return <div className="codebox"><span>{text}</span><ActionIcon size="sm" aria-label={t('common.copy', { what: label })} onClick={() => { void navigator.clipboard?.writeText(text); toast(t('common.copied')); }}><IconCopy size={15} /></ActionIcon></div>;
}
