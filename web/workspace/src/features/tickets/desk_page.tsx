// The three panes: views | list and conversation | customer. On a phone they are pages one after the other.
import { t } from '@peakdesk/shared/i18n';
import { useMediaQuery } from '@mantine/hooks';
import { IconMailOpened } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Blank, Bone, Busy, Failed } from '../../ui/parts';
import { useCommands } from '../commands/commands';
import { Conversation } from '../conversation/conversation';
import { viewsQuery } from '../session/session';
import { ListPane, orders } from './list_pane';
import { findView, ticketQuery } from './queries';
import type { Order } from './ticket_list';
import { ViewsNav, viewName } from './views_nav';
import './tickets.css';

const CustomerPanel = lazy(() => import('../customers/customer_panel').then((module) => ({ default: module.CustomerPanel })));

export function DeskPage() {
  const params = useParams({ strict: false }) as { view: string; ticketId?: string };
  const search = useSearch({ strict: false }) as { panel?: string; sort?: string };
  const navigate = useNavigate();
  const views = useQuery(viewsQuery);
  const view = findView(views.data ?? [], params.view);
  const ticketId = Number(params.ticketId) || null;
  const order = (orders.includes(search.sort as Order) ? search.sort : view?.order_by) as Order | undefined;
  const ticket = useQuery({ ...ticketQuery(ticketId ?? 0), enabled: ticketId !== null });
  const wide = useMediaQuery('(min-width: 1280px)', innerWidth >= 1280, { getInitialValueInEffect: false });
  const [folded, setFolded] = useState(localStorage.getItem('peakdesk-panel') === 'off');
  const roomy = useMediaQuery('(min-width: 1000px)', innerWidth >= 1000, { getInitialValueInEffect: false });
  const table = roomy && ticketId === null;
  const panelOpen = ticketId !== null && (wide ? !folded : search.panel === 'customer');

  const togglePanel = () => {
    if (wide) {
      localStorage.setItem('peakdesk-panel', folded ? 'on' : 'off');
      setFolded(!folded);
    } else void navigate({ to: '.', search: (old) => { const { panel: _panel, ...rest } = old; return panelOpen ? rest : { ...rest, panel: 'customer' as const }; } });
  };
  useCommands([{ id: 'panel', label: t('customer.toggle'), keys: ['alt+KeyO'], group: 'ticket', inText: true, run: togglePanel }]);

  if (views.isError) return <Failed error={views.error} retry={() => void views.refetch()} />;
  if (views.isLoading) return <DeskBones />;
  if (!view || !order) return <Blank title={t('views.gone')} text={t('views.gone_text')} />;

  return (
    <div className="desk" data-ticket={ticketId !== null || undefined} data-panel={panelOpen || undefined} data-table={table || undefined}>
      <h1 className="sr">{viewName(view)}</h1>
      <ViewsNav current={params.view} />
      <ListPane view={view} order={order} activeId={ticketId} wide={table} />
      {!table && <div className="desk-thread">
        {ticketId === null
          ? <Blank icon={<IconMailOpened size={28} stroke={1.5} />} title={t('ticket.choose')} text={t('ticket.choose_text')} />
          : <Conversation key={ticketId} ticketId={ticketId} viewPart={params.view} panelOpen={panelOpen} onTogglePanel={togglePanel} />}
      </div>}
      {panelOpen && (
        <Suspense fallback={<aside className="customer"><Busy /></aside>}>
          {ticket.data && <CustomerPanel key={ticket.data.customer.id} ticket={ticket.data} onClose={togglePanel} />}
        </Suspense>
      )}
    </div>
  );
}

function DeskBones() {
  return <div className="desk" aria-busy="true"><div className="views" /><section className="list"><div className="list-head"><Bone width={120} height={16} /></div></section><div className="desk-thread" /></div>;
}
