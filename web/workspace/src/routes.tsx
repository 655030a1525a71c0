// Every page, one import line a feature. Guards: the first start, then the sign-in, then the page.
import { api, call } from '@peakdesk/shared/api';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { loadReports, locale, setLocale } from '@peakdesk/shared/i18n';
import { sessionQuery } from './features/session/session';
import { ResetPassword, SignIn } from './features/session/sign_in';
import { settingsPages } from './features/settings/pages';
import { DeskPage } from './features/tickets/desk_page';
import { Shell } from './shell/shell';
import { Blank, Busy, Failed } from './ui/parts';
import { t } from '@peakdesk/shared/i18n';

type Context = { client: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
  notFoundComponent: () => <Blank title={t('error.not_found')} text={t('error.not_found_text')} />,
});

const signin = createRoute({ getParentRoute: () => root, path: '/signin', component: SignIn, beforeLoad: guestsOnly, validateSearch: (search: Record<string, unknown>): { saved?: boolean } => (search.saved ? { saved: true } : {}) });
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: lazyRouteComponent(() => import('./features/setup/setup'), 'Setup'), beforeLoad: firstStartOnly });
const reset = createRoute({
  getParentRoute: () => root, path: '/password-reset/$token',
  component: function Reset() { return <ResetPassword token={reset.useParams().token} />; },
});

async function guestsOnly({ context }: { context: Context }) {
  const state = await context.client.fetchQuery({ queryKey: ['setup'], queryFn: () => call(api.GET('/api/setup')), staleTime: 60_000 });
  if (state.needs_setup) throw redirect({ to: '/setup' });
}

async function firstStartOnly({ context }: { context: Context }) {
  const state = await context.client.fetchQuery({ queryKey: ['setup'], queryFn: () => call(api.GET('/api/setup')), staleTime: 60_000 });
  if (!state.needs_setup) throw redirect({ to: '/signin' });
}

const shell = createRoute({
  getParentRoute: () => root, id: 'shell', component: Shell, pendingComponent: Busy,
  beforeLoad: async ({ context }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/signin' });
    if (session.user.locale !== locale()) {
      localStorage.setItem('peakdesk-locale', session.user.locale);
      await setLocale(session.user.locale);
    }
  },
});

/** A page whose texts the inbox does without. */
const withReports = async <T,>(page: Promise<T>): Promise<T> => (await Promise.all([page, loadReports()]))[0];

export type DeskSearch = { panel?: 'customer'; sort?: string };
const home = createRoute({ getParentRoute: () => shell, path: '/', beforeLoad: () => { throw redirect({ to: '/views/$view', params: { view: 'inbox' } }); } });
const desk = createRoute({
  getParentRoute: () => shell, path: '/views/$view', component: DeskPage,
  validateSearch: (search: Record<string, unknown>): DeskSearch => ({
    ...(search.panel === 'customer' ? { panel: 'customer' as const } : {}),
    ...(typeof search.sort === 'string' ? { sort: search.sort } : {}),
  }),
});
const ticket = createRoute({ getParentRoute: () => desk, path: '/tickets/$ticketId', component: () => null });
const plainTicket = createRoute({
  getParentRoute: () => shell, path: '/tickets/$ticketId',
  beforeLoad: ({ params }) => { throw redirect({ to: '/views/$view/tickets/$ticketId', params: { view: 'all', ticketId: params.ticketId } }); },
});
const newTicket = createRoute({
  getParentRoute: () => shell, path: '/new', component: lazyRouteComponent(() => import('./features/tickets/new_ticket'), 'NewTicket'),
  validateSearch: (search: Record<string, unknown>): { customer_id?: number } => (Number(search.customer_id) ? { customer_id: Number(search.customer_id) } : {}),
});
const search = createRoute({
  getParentRoute: () => shell, path: '/search', component: lazyRouteComponent(() => import('./features/search/search_page'), 'SearchPage'),
  validateSearch: (value: Record<string, unknown>): { q?: string; type?: string } => ({
    ...(value.q ? { q: String(value.q) } : {}), ...(value.type ? { type: String(value.type) } : {}),
  }),
});
const customers = createRoute({ getParentRoute: () => shell, path: '/customers', component: lazyRouteComponent(() => import('./features/customers/customers_page'), 'CustomersPage') });
const customer = createRoute({ getParentRoute: () => shell, path: '/customers/$customerId', component: lazyRouteComponent(() => import('./features/customers/customer_page'), 'CustomerPage') });
const questions = createRoute({
  getParentRoute: () => shell, path: '/questions', component: lazyRouteComponent(() => withReports(import('./features/insights/questions_page')), 'QuestionsPage'),
  validateSearch: (value: Record<string, unknown>): { tab?: 'volume' | 'new' | 'learning'; days?: number } => ({
    ...(value.tab === 'new' || value.tab === 'learning' ? { tab: value.tab } : {}), ...(Number(value.days) ? { days: Number(value.days) } : {}),
  }),
});
const planning = createRoute({ getParentRoute: () => shell, path: '/planning', component: lazyRouteComponent(() => withReports(import('./features/planning/planning_page')), 'PlanningPage') });
const planningScenario = createRoute({ getParentRoute: () => shell, path: '/planning/$scenarioId', component: lazyRouteComponent(() => withReports(import('./features/planning/scenario_page')), 'ScenarioRoute') });
const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: lazyRouteComponent(() => import('./features/settings/settings_layout'), 'SettingsLayout') });
const settingsHome = createRoute({ getParentRoute: () => settings, path: '/', component: lazyRouteComponent(() => import('./features/settings/settings_layout'), 'SettingsHome') });
const settingsPage = createRoute({
  getParentRoute: () => settings, path: '/$page',
  component: function SettingsPage() {
    const Page = settingsPages.find((page) => page.path === settingsPage.useParams().page)?.component;
    return Page ? <Page /> : <Blank title={t('error.not_found')} />;
  },
});

const tree = root.addChildren([signin, setup, reset,
  shell.addChildren([home, desk.addChildren([ticket]), plainTicket, newTicket, search, customers, customer, questions, planning, planningScenario, settings.addChildren([settingsHome, settingsPage])])]);

export function makeRouter(client: QueryClient) {
  return createRouter({ routeTree: tree, context: { client }, defaultPreload: false, defaultPendingMs: 300 });
}

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
