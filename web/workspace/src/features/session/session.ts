// Who is signed in, and the small lists every screen needs (users, teams, tags, views, custom fields).
import { api, call, Problem, setCsrfToken, type Role, type Session } from '@peakdesk/shared/api';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await call(api.GET('/api/session'));
      setCsrfToken(session.csrf_token);
      return session;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
});

export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('not signed in');
  return data;
}

export function useMe() {
  return useSession().user;
}

const ladder: Role[] = ['observer', 'agent', 'lead', 'owner'];
/** Whether `role` may do what needs at least `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return ladder.indexOf(role) >= ladder.indexOf(needed);
}

export function useMay(needed: Role): boolean {
  return atLeast(useMe().role, needed);
}

const slow = { staleTime: 5 * 60_000 } as const;
export const usersQuery = queryOptions({ queryKey: ['users'], ...slow, queryFn: async () => (await call(api.GET('/api/users', { params: { query: { limit: 100 } } }))).data });
export const teamsQuery = queryOptions({ queryKey: ['teams'], ...slow, queryFn: async () => (await call(api.GET('/api/teams', { params: { query: { limit: 100 } } }))).data });
export const tagsQuery = queryOptions({ queryKey: ['tags'], ...slow, queryFn: async () => (await call(api.GET('/api/tags', { params: { query: { limit: 100 } } }))).data });
export const viewsQuery = queryOptions({ queryKey: ['views'], ...slow, queryFn: async () => (await call(api.GET('/api/views'))).data });
export const countsQuery = queryOptions({ queryKey: ['view-counts'], staleTime: 10_000, queryFn: async () => (await call(api.GET('/api/views/counts'))).counts });
export const customFieldsQuery = queryOptions({ queryKey: ['custom-fields'], ...slow, queryFn: async () => (await call(api.GET('/api/custom-fields'))).data });

export function useSignOut() {
  const client = useQueryClient();
  return async () => {
    await call(api.DELETE('/api/session')).catch(() => undefined);
    client.clear();
    location.assign('/signin');
  };
}
