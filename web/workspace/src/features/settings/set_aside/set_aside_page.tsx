import { api, call, type Schemas } from '@peakdesk/shared/api';
import { fileSize, fullTime, t } from '@peakdesk/shared/i18n';
import { Button } from '@mantine/core';
import { IconMailX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { noticeText } from '../../../ui/notice';
import { sayProblem } from '../../../ui/parts';
import { toast } from '../../../ui/toasts';
import { Confirm, ResourcePage } from '../resource';

type Mail = Schemas['SetAsideMail'];

export function SetAsidePage() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['set-aside'], queryFn: async () => (await call(api.GET('/api/set-aside-mails', { params: { query: { limit: 100 } } }))).data });
  const [dismissing, setDismissing] = useState<Mail | null>(null);
  const [fetching, setFetching] = useState<Mail | null>(null);
  const run = async (work: Promise<unknown>, said: (answer: unknown) => string) => {
    try {
      toast(said(await work));
    } catch (error) {
      sayProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['set-aside'] });
  };
  const fetchLate = (mail: Mail) => run(call(api.POST('/api/set-aside-mails/{id}/fetch', { params: { path: { id: mail.id } }, body: { up_to_mib: Math.max(1, Math.ceil(mail.size / 2 ** 20)) } })), () => t('set_aside.fetching'));
  const retry = (mail: Mail) => run(call(api.POST('/api/set-aside-mails/{id}/retry', { params: { path: { id: mail.id } } })), (answer) => {
    const result = answer as Schemas['InboundResult'];
    return result.ticket_id ? t('set_aside.taken_in') : t('set_aside.still', { reason: noticeText(result.notice, result.reason) });
  });
  return (
    <>
      <ResourcePage<Mail> title={t('settings.set_aside')} text={t('settings.set_aside_text')} query={query} mayChange={false} addLabel="" icon={<IconMailX size={26} />} emptyTitle={t('set_aside.none')} emptyText={t('set_aside.none_text')}
        row={(mail) => (
          <><span className="grow clip"><strong>{mail.subject || t('ticket.no_subject')}</strong><br /><span className="muted small">{mail.from} · {fullTime(mail.created_datetime)} · {fileSize(mail.size)}{mail.mailbox ? ` · ${mail.mailbox.name}` : ''}</span><br /><span className="small set-aside-reason">{noticeText(mail.notice, mail.reason)}</span></span>
            <span className="inline card-actions">{mail.fetchable && <Button size="compact-sm" variant="light" onClick={() => (mail.notice?.code === 'mail_too_large_to_fetch' ? setFetching(mail) : void fetchLate(mail))}>{t('set_aside.fetch')}</Button>}{mail.fetched && <><Button size="compact-sm" variant="light" onClick={() => void retry(mail)}>{t('common.retry')}</Button><Button size="compact-sm" variant="default" component="a" href={`/api/set-aside-mails/${mail.id}/raw`} download>{t('set_aside.raw')}</Button></>}<Button size="compact-sm" variant="subtle" color="red" onClick={() => setDismissing(mail)}>{t('common.dismiss')}</Button></span></>
        )} />
      <Confirm opened={fetching !== null} text={fetching ? t('set_aside.fetch_text', { size: fileSize(fetching.size) }) : ''} label={t('set_aside.fetch')} harmless onClose={() => setFetching(null)} onConfirm={() => fetching && void fetchLate(fetching)} />
      <Confirm opened={dismissing !== null} text={t('set_aside.dismiss_text')} label={t('common.dismiss')} onClose={() => setDismissing(null)} onConfirm={() => dismissing && void run(call(api.DELETE('/api/set-aside-mails/{id}', { params: { path: { id: dismissing.id } } })), () => t('common.deleted'))} />
    </>
  );
}
