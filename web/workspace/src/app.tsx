import { Problem } from '@peakdesk/shared/api';
import { locale, onLocaleChange } from '@peakdesk/shared/i18n';
import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { colourScheme } from './colour_scheme';
import { makeRouter } from './routes';
import { theme } from './theme';
import { Toasts } from './ui/toasts';

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // A session that ended elsewhere: ask again who we are, the guard then shows the sign-in.
      if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== 'session') queryClient.setQueryData(['session'], null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 15 * 60_000,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500 || error.status === 429),
      retryDelay: (count, error) => (error instanceof Problem && error.retryAfterS ? error.retryAfterS * 1000 : 400 * 2 ** count),
    },
    mutations: { networkMode: 'always' },
  },
});
const router = makeRouter(queryClient);

export function App() {
  const language = useSyncExternalStore(onLocaleChange, locale);
  return (
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} colorSchemeManager={colourScheme} defaultColorScheme="auto" deduplicateCssVariables={false}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider key={language} router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
