// Work on many tickets: shows how far it is, and takes it back.
import { api, call, type Operation } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Progress } from '@mantine/core';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';

/** Takes an operation back and refreshes what it had touched. */
export async function undoOperation(client: QueryClient, id: number): Promise<void> {
  try {
    const operation = await call(api.POST('/api/operations/{id}/undo', { params: { path: { id } } }));
    client.setQueryData(['operation', id], operation);
    for (const key of ['tickets', 'ticket', 'messages', 'timeline', 'view-counts']) void client.invalidateQueries({ queryKey: [key] });
    if (operation.state === 'undone') toast(t('operation.undone'));
  } catch (error) {
    sayProblem(error);
  }
}

export function sayUndoable(client: QueryClient, text: string, operationId: number): void {
  toast(text, { action: { label: t('common.undo'), run: () => void undoOperation(client, operationId) } });
}

const moving = (operation: Operation | undefined) => operation?.state === 'running' || operation?.state === 'undoing';

export function OperationProgress({ id, onDone }: { id: number; onDone: () => void }) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['operation', id], staleTime: 0,
    queryFn: () => call(api.GET('/api/operations/{id}', { params: { path: { id } } })),
    // The push tells sooner; this is for a lost connection.
    refetchInterval: (query) => (moving(query.state.data) ? 1000 : false),
  });
  const state = data?.state;
  useEffect(() => {
    if (!data || moving(data)) return;
    for (const key of ['tickets', 'ticket', 'view-counts', 'ticket-events']) void client.invalidateQueries({ queryKey: [key] });
    if (state === 'failed' || data.failed > 0) toast(t('operation.failed', { count: data.failed }), { kind: 'danger' });
    else if (state === 'done') sayUndoable(client, t('operation.done', { count: data.done }), id);
    onDone();
    // Only when the state turns; progress alone must not repeat it.
  }, [state]);
  if (!data) return null;
  const share = data.total ? (100 * data.done) / data.total : 100;
  return (
    <div className="operation" role="status">
      <span className="small">{t(state === 'undoing' ? 'operation.undoing' : 'operation.running', { done: data.done, total: data.total })}</span>
      <Progress value={share} aria-label={t('operation.progress')} size="sm" />
    </div>
  );
}
