import { t } from '@peakdesk/shared/i18n';
import { IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';

type Toast = { id: number; text: string; kind: 'plain' | 'danger'; action?: { label: string; run: () => void } | undefined };

let list: Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

export function dismissToast(id: number): void {
  list = list.filter((toast) => toast.id !== id);
  tell();
}

/** Says something at the bottom of the screen for some seconds (longer when there is something to press). */
export function toast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
  const id = ++lastId;
  list = [...list.slice(-2), { id, text, kind: 'plain', ...more }];
  tell();
  setTimeout(() => dismissToast(id), more.action || more.kind === 'danger' ? 9000 : 4500);
  return id;
}

export function Toasts() {
  const shown = useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => list);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className={`toast toast-${item.kind}`}>
          <span>{item.text}</span>
          {item.action && (
            <button type="button" onClick={() => { item.action?.run(); dismissToast(item.id); }}>{item.action.label}</button>
          )}
          <button type="button" className="toast-close" aria-label={t('common.dismiss')} onClick={() => dismissToast(item.id)}><IconX size={16} /></button>
        </div>
      ))}
    </div>
  );
}
