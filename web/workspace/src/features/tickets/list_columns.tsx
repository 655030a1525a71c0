// The heads of the wide list's columns, and the choice of columns.
import { api, call, type View } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { sayProblem } from '../../ui/parts';
import { useMay } from '../session/session';
import { columnsOf, gridOf, nextOrder, sortedBy, type Column } from './columns';
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

// Checkboxes are loaded when somebody reaches for them: the inbox does without.
const choices = () => import('./column_choices');
const ColumnChoices = lazy(choices);

/** Offered to those who may change the view; what they choose is the view's for everybody who sees it. */
export function ColumnsMenu({ view }: { view: View }) {
  const client = useQueryClient();
  const lead = useMay('lead');
  const [open, setOpen] = useState(false);
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
    <Popover position="bottom-end" width={210} trapFocus withinPortal={false} opened={open} onChange={setOpen}>
      <Popover.Target><ActionIcon aria-label={t('list.columns')} title={t('list.columns')} onPointerEnter={() => void choices()} onClick={() => setOpen(!open)}><IconColumns3 size={17} stroke={1.7} /></ActionIcon></Popover.Target>
      <Popover.Dropdown aria-label={t('list.columns')}>
        {open && <Suspense><ColumnChoices chosen={chosen} onChoose={(columns) => void choose(columns)} /></Suspense>}
      </Popover.Dropdown>
    </Popover>
  );
}
