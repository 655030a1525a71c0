// What the server tells by code, in the reader's language; English where a newer server has a code we do not know.
import { hasText, t } from '@peakdesk/shared/i18n';

export interface Notice {
  code: string;
  params: Record<string, string>;
  text: string;
}

export function noticeText(notice: Notice | null | undefined, fallback: string | null | undefined): string {
  if (!notice || !hasText(`notice.${notice.code}`)) return notice?.text ?? fallback ?? '';
  let text = t(`notice.${notice.code}` as 'notice.refused', notice.params);
  if (notice.params.detail) text += ` (${notice.params.detail})`;
  if (notice.params.said) text += ` ${t('notices.said', { said: notice.params.said })}`;
  return text;
}
