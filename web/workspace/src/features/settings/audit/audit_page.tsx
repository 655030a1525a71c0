import { api, call } from '@peakdesk/shared/api';
import { fullTime, hasText, t } from '@peakdesk/shared/i18n';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Blank, Busy, Failed } from '../../../ui/parts';
import { SetPage } from '../resource';

export function AuditPage() {
  const list = useInfiniteQuery({
    queryKey: ['audit'], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => call(api.GET('/api/audit-log', { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.meta.next_cursor ?? undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <SetPage title={t('settings.audit')} text={t('settings.audit_text')}>
      {list.isLoading && <Busy />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && <div className="box"><Blank title={t('audit.none')} /></div>}
      <ul className="cards">
        {entries.map((entry) => {
          const key = `audit.${entry.action}`;
          return <li key={entry.id} className="card-row"><span className="grow clip"><strong>{entry.actor.kind === 'system' ? t('actor.system') : entry.actor.name}</strong> {hasText(key) ? t(key) : <code>{entry.action}</code>} {entry.target?.name !== entry.actor.name ? entry.target?.name : ''}<br /><span className="muted small">{fullTime(entry.created_datetime)}{entry.ip ? ` · ${entry.ip}` : ''}</span></span></li>;
        })}
      </ul>
      {list.hasNextPage && <Button mt="md" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common.load_more')}</Button>}
    </SetPage>
  );
}
