// One message: who, when, to whom, what, its files and how its delivery went.
import { api, call, type Attachment, type Message } from '@peakdesk/shared/api';
import { fileSize, fullTime, shortTime, t } from '@peakdesk/shared/i18n';
import { Button, Checkbox } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconClockHour4, IconDots, IconFile, IconFileTypePdf, IconLock, IconPhoto, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { putMessage } from '../../live/live';
import { noticeText } from '../../ui/notice';
import { Avatar, sayProblem } from '../../ui/parts';
import { InsightChips } from '../insights/insight_chips';
import { MessageFrame } from './message_frame';
import type { MessagePages } from './messages';
import { isRich, linkPieces } from './rich_text';

type Props = { message: Message; mayChange: boolean; splitting: boolean; checked: boolean; onCheck: (id: number) => void };

export const MessageItem = memo(function MessageItem({ message, mayChange, splitting, checked, onCheck }: Props) {
  const [quoted, setQuoted] = useState(false);
  const [images, setImages] = useState(false);
  const [details, setDetails] = useState(false);
  const name = message.sender.name || message.sender.email || t('actor.system');
  const kind = !message.public ? 'note' : message.from_agent ? 'agent' : 'customer';
  const html = quoted ? message.body_html : message.stripped_html;
  const text = quoted || !message.stripped_text.trim() ? message.body_text : message.stripped_text;
  const files = message.attachments.filter((file) => !file.is_inline);
  const to = message.source.to.map((one) => one.name || one.address).join(', ');

  return (
    <article className="message" data-kind={kind} aria-label={t('message.by', { name, time: fullTime(message.created_datetime) })}>
      {splitting && <Checkbox className="message-check" size="xs" checked={checked} aria-label={t('split.choose')} onChange={() => onCheck(message.id)} />}
      <Avatar name={name} />
      <div className="message-card">
        <header className="message-head">
          <strong className="clip">{name}</strong>
          {kind === 'note' && <span className="chip message-note"><IconLock size={11} /> {t('message.note')}</span>}
          {kind !== 'note' && to && <button type="button" className="message-to clip" aria-expanded={details} onClick={() => setDetails(!details)}>{t('message.to', { names: to })}</button>}
          <time className="message-time" dateTime={message.created_datetime} title={fullTime(message.created_datetime)}>{shortTime(message.created_datetime)}</time>
        </header>
        {details && <Details message={message} />}
        <div className="message-body">
          {isRich(html) ? <MessageFrame id={message.id} part={quoted ? 'full' : 'stripped'} images={images} subject={message.subject} /> : (
            <div className="message-text">{linkPieces(text).map((piece, index) => (piece.href ? <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">{piece.text}</a> : piece.text))}</div>
          )}
        </div>
        {message.remote_images > 0 && !images && isRich(html) && (
          <div className="message-images"><IconPhoto size={15} /><span className="grow">{t('message.images_blocked', { count: message.remote_images })}</span><button type="button" onClick={() => setImages(true)}>{t('message.show_images')}</button></div>
        )}
        {message.has_quoted && <button type="button" className="message-quoted" aria-expanded={quoted} aria-label={quoted ? t('message.hide_quoted') : t('message.show_quoted')} title={quoted ? t('message.hide_quoted') : t('message.show_quoted')} onClick={() => setQuoted(!quoted)}><IconDots size={16} /></button>}
        {files.length > 0 && <ul className="files">{files.map((file) => <FileChip key={file.id} file={file} />)}</ul>}
        {kind === 'customer' && <InsightChips ticketId={message.ticket_id} messageId={message.id} mayChange={mayChange} />}
        {message.from_agent && message.public && <Delivery message={message} mayChange={mayChange} />}
      </div>
    </article>
  );
});

function Details({ message }: { message: Message }) {
  const line = (label: string, all: { name: string; address: string }[]) => all.length > 0 && (
    <><dt>{label}</dt><dd>{all.map((one) => (one.name ? `${one.name} <${one.address}>` : one.address)).join(', ')}</dd></>
  );
  return (
    <dl className="message-details">
      {line(t('message.from'), message.source.from ? [message.source.from] : [])}
      {line(t('reply.to'), message.source.to)}
      {line(t('reply.cc'), message.source.cc)}
      {line(t('reply.bcc'), message.source.bcc)}
      {message.subject && <><dt>{t('ticket.subject')}</dt><dd>{message.subject}</dd></>}
      <dt>{t('message.date')}</dt><dd>{fullTime(message.created_datetime)}</dd>
    </dl>
  );
}

export function FileChip({ file }: { file: Attachment }) {
  const image = file.content_type.startsWith('image/') && file.content_type !== 'image/svg+xml';
  const icon = file.content_type === 'application/pdf' ? <IconFileTypePdf size={20} stroke={1.5} /> : <IconFile size={20} stroke={1.5} />;
  return (
    <li>
      <a className="file" href={`/api/attachments/${file.id}`} download={file.name} title={file.name}>
        {image ? <img src={`/api/attachments/${file.id}?inline=1`} alt="" loading="lazy" width={34} height={34} /> : icon}
        <span className="clip"><span className="file-name clip">{file.name}</span><span className="muted small">{fileSize(file.size)}</span></span>
      </a>
    </li>
  );
}

function Delivery({ message, mayChange }: { message: Message; mayChange: boolean }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      const again = await call(api.POST('/api/messages/{id}/retry', { params: { path: { id: message.id } } }));
      client.setQueryData<MessagePages>(['messages', message.ticket_id], (old) => old && putMessage(old, again));
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (message.state === 'failed') {
    return (
      <div className="delivery delivery-failed" role="alert">
        <IconAlertCircle size={16} />
        <span className="grow"><strong>{t('message.not_delivered')}</strong> {noticeText(message.failure, message.failure_reason)}</span>
        {mayChange && <Button size="compact-xs" variant="default" leftSection={<IconRefresh size={13} />} loading={busy} onClick={() => void retry()}>{t('message.retry')}</Button>}
      </div>
    );
  }
  if (message.state === 'queued') return <div className="delivery"><IconClockHour4 size={14} />{t('message.queued')}{message.failure && ` · ${t('message.waits')} ${noticeText(message.failure, null)}`}</div>;
  if (message.state === 'sent') return <div className="delivery" title={fullTime(message.sent_datetime)}><IconCheck size={14} />{t('message.sent')}</div>;
  return null;
}
