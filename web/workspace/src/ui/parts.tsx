// Small shared pieces without data of their own.
import { Problem } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { problemSentence } from '@peakdesk/shared/problems';
import { Button, Loader } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { toast } from './toasts';

const hues = ['teal', 'blue', 'violet', 'orange', 'pink', 'green', 'indigo', 'red', 'yellow'];

export function hueOf(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) >>> 0;
  return hues[sum % hues.length] ?? 'grey';
}

export function initials(name: string): string {
  const words = name.trim().split(/[\s.@_-]+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

export function Avatar({ name, size = 'm', title }: { name: string; size?: 's' | 'm' | 'l'; title?: string }) {
  // The initials are drawn by CSS: they are no text to be read out or matched with a label.
  return <span className={`avatar avatar-${size} avatar-ink tag-${hueOf(name)}`} data-initials={initials(name)} aria-hidden={title ? undefined : true} title={title} />;
}

export function Chip({ name, colour, onRemove }: { name: string; colour: string; onRemove?: () => void }) {
  return (
    <span className={`chip tag-${colour}`}>
      <span>{name}</span>
      {onRemove && <button type="button" aria-label={t('tags.remove', { name })} onClick={onRemove}>×</button>}
    </span>
  );
}

export function Blank({ icon, title, text, children }: { icon?: ReactNode; title: string; text?: string | undefined; children?: ReactNode }) {
  return (
    <div className="blank">
      <div className="blank-art">{icon ?? <IconMoodEmpty size={28} stroke={1.5} />}</div>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className="blank-acts">{children}</div>}
    </div>
  );
}

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('error.unknown');
  if (error.status === 0) return t('error.offline');
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 404 && error.code === 'not_found') return t('error.not_found_text');
  if (error.status === 429 || error.status === 503) return t('error.busy', { count: error.retryAfterS ?? 5 });
  if (error.status === 507) return t('error.full');
  return problemSentence(error.code, error.message);
}

/** What is wrong with each field, in the reader's language. */
export function fieldTexts(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  return Object.fromEntries(Object.entries(error.byField()).map(([field, message]) => [field, problemSentence(error.code, message)]));
}

/** An error with the way out: try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const status = error instanceof Problem ? error.status : -1;
  const icon = status === 0 ? <IconCloudOff size={28} /> : status === 403 ? <IconLock size={28} /> : <IconAlertTriangle size={28} />;
  const title = status === 404 ? t('error.not_found') : status === 403 ? t('error.forbidden_title') : t('error.title');
  return (
    <Blank icon={icon} title={title} text={problemText(error)}>
      {status === 404 ? <Button variant="light" onClick={() => history.back()}>{t('common.back')}</Button> : retry && status !== 403 && <Button variant="light" onClick={retry}>{t('common.retry')}</Button>}
    </Blank>
  );
}

export function sayProblem(error: unknown): void {
  toast(problemText(error), { kind: 'danger' });
}

export function Busy() {
  return <div className="blank" role="status" aria-label={t('common.loading')}><Loader size="sm" aria-hidden /></div>;
}

export function Bone({ width, height = 12 }: { width: number | string; height?: number }) {
  return <div className="bone" style={{ width, height }} />;
}
