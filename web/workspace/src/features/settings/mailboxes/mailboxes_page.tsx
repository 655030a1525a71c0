import { api, call, type Mailbox } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { noticeText } from '../../../ui/notice';
import { useMay } from '../../session/session';
import { ResourcePage } from '../resource';
import { MailboxForm } from './mailbox_form';

export const mailboxesQuery = { queryKey: ['mailboxes'], queryFn: async () => (await call(api.GET('/api/mailboxes', { params: { query: { limit: 100 } } }))).data };
const looks = { connected: 'state-ok', connecting: 'state-wait', failing: 'state-bad', paused: '' } as const;

export function MailboxesPage() {
  const query = useQuery({ ...mailboxesQuery, refetchInterval: 15_000 });
  return (
    <ResourcePage<Mailbox> title={t('settings.mailboxes')} text={t('settings.mailboxes_text')} query={query} mayChange={useMay('owner')} addLabel={t('mailboxes.add')} icon={<IconMail size={26} />} emptyTitle={t('mailboxes.none')} emptyText={t('mailboxes.none_text')} wide
      row={(mailbox) => (
        <><span className="hit-icon"><IconMail size={18} /></span>
          <span className="grow clip"><strong>{mailbox.name}</strong> <span className="muted small">{mailbox.address}</span><br />
            {mailbox.state === 'failing' && mailbox.last_error ? <span className="small mailbox-error">{noticeText(mailbox.last_problem, mailbox.last_error)}</span> : <span className="muted small">{mailbox.last_checked_datetime ? t('mailboxes.checked', { time: shortTime(mailbox.last_checked_datetime) }) : t('mailboxes.unchecked')}</span>}
            {mailbox.sending_problem && <><br /><span className="small mailbox-error">{t('mailboxes.cannot_send')} {noticeText(mailbox.sending_problem, null)}</span></>}</span>
          <span className={`state ${looks[mailbox.state]}`}><i />{t(`mailbox.state.${mailbox.state}`)}</span></>
      )}
      nameOf={(mailbox) => mailbox.name} form={(mailbox, close) => <MailboxForm mailbox={mailbox} close={close} />} />
  );
}
