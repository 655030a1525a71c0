// Which columns the wide list shows; the subject always is one.
import { t } from '@peakdesk/shared/i18n';
import { Checkbox, Stack } from '@mantine/core';
import { allColumns, type Column } from './columns';

export default function ColumnChoices({ chosen, onChoose }: { chosen: Column[]; onChoose: (columns: Column[]) => void }) {
  return (
    <Checkbox.Group aria-label={t('list.columns')} value={chosen} onChange={(columns) => onChoose(allColumns.filter((column) => columns.includes(column)))}>
      <Stack gap={10}>
        {allColumns.filter((column) => column !== 'subject').map((column) => <Checkbox key={column} value={column} label={t(`column.${column}`)} />)}
      </Stack>
    </Checkbox.Group>
  );
}
