import { api, call, type Macro } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBolt, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../session/session';
import { ResourcePage } from '../resource';
import { MacroForm } from './macro_form';

export function MacrosPage() {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [archived, setArchived] = useState(false);
  const [limit, setLimit] = useState(50);
  const query = useQuery({ queryKey: ['macros', 'list', asked, archived, limit], placeholderData: (old: Macro[] | undefined) => old, queryFn: async () => (await call(api.GET('/api/macros', { params: { query: { limit, archived, ...(asked ? { search: asked } : {}) } } }))).data });
  return (
    <ResourcePage<Macro> title={t('settings.macros')} text={t('settings.macros_text')} query={query} mayChange={useMay('lead')} addLabel={t('macros.add')} icon={<IconBolt size={26} />} wide
      emptyTitle={asked || archived ? t('search.nothing') : t('macros.none')} emptyText={t('macros.none_text')}
      row={(macro) => <><span className="grow clip"><strong>{macro.name}</strong><br /><span className="muted small">{String(macro.actions.find((action) => action.name === 'setResponseText')?.arguments.body_text ?? macro.actions.map((action) => t(`macro.action.${action.name}`)).join(', '))}</span></span>{macro.language && <span className="chip">{macro.language}</span>}<span className="muted small card-right">{t('macros.used', { count: macro.usage })}</span></>}
      nameOf={(macro) => macro.name} tools={<>
        <TextInput className="grow" leftSection={<IconSearch size={15} />} aria-label={t('macros.search')} placeholder={t('macros.search')} value={text} onChange={(event) => setText(event.target.value)} />
        <SegmentedControl size="xs" aria-label={t('macros.which')} value={archived ? 'archived' : 'live'} onChange={(value) => setArchived(value === 'archived')} data={[{ value: 'live', label: t('macros.live') }, { value: 'archived', label: t('macros.archived') }]} />
      </>}
      form={(macro, close) => <MacroForm macro={macro} close={close} />}>
      {(query.data?.length ?? 0) >= limit && limit < 100 && <Button variant="default" mt="md" onClick={() => setLimit(100)}>{t('common.load_more')}</Button>}
    </ResourcePage>
  );
}
