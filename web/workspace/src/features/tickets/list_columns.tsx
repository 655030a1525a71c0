// The heads of the wide list's columns, and the choice of columns.
import { api, call, type View } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { sayProblem } from '../../ui/parts';
import { useMay } from '../session/session';
import { allColumns, columnsOf, gridOf, nextOrder, sortedBy, type Column } from './columns';
import type { Order } from './ticket_list';

export function ColumnHeads({ columns, order, onOrder }: { columns: Column[]; order: Order; onOrder: (order: Order) => void }) {
  return (
    <div className="columns scroll" style={{ gridTemplateColumns: gridOf(columns) }}>
      <span />
      {columns.map((column) => {
        const next = nextOrder(column, order);
        const sorted = sortedBy(column, order);
        if (!next) return <span key={column} className="clip">{t(`column.${column}`)}</span>;
        return (
          <button key={column} type="button" data-sorted={sorted} title={t(`order.${next}` as 'order.priority:desc')} onClick={() => onOrder(next)}>
            <span className="clip">{t(`column.${column}`)}</span>{sorted === 'ascending' ? <IconArrowUp size={13} /> : sorted && <IconArrowDown size={13} />}
          </button>
        );
      })}
    </div>
  );
}

/** Offered to those who may change the view; what they choose is the view's for everybody who sees it. */
export function ColumnsMenu({ view }: { view: View }) {
  const client = useQueryClient();
  const lead = useMay('lead');
  if (!lead && (view.key || view.shared)) return null;
  const chosen = columnsOf(view);
  const choose = async (columns: Column[]) => {
    client.setQueryData<View[]>(['views'], (views) => views?.map((one) => (one.id === view.id ? { ...one, columns } : one)));
    try {
      await call(api.PATCH('/api/views/{id}', { params: { path: { id: view.id } }, body: { columns } }));
    } catch (error) {
      sayProblem(error);
      void client.invalidateQueries({ queryKey: ['views'] });
    }
  };
  return (
    <Popover position="bottom-end" width={210} trapFocus withinPortal={false}>
      <Popover.Target><ActionIcon aria-label={t('list.columns')} title={t('list.columns')}><IconColumns3 size={17} stroke={1.7} /></ActionIcon></Popover.Target>
      <Popover.Dropdown aria-label={t('list.columns')}>
        <Checkbox.Group aria-label={t('list.columns')} value={chosen} onChange={(columns) => void choose(allColumns.filter((column) => columns.includes(column)))}>
          <Stack gap={10}>
            {allColumns.filter((column) => column !== 'subject').map((column) => <Checkbox key={column} value={column} label={t(`column.${column}`)} />)}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
