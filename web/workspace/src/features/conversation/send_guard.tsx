// Asks before an answer goes out that the agent may regret.
import { t } from '@peakdesk/shared/i18n';
import { Button, Modal } from '@mantine/core';

export type Guard = { kind: 'variables' | 'replying' | 'newer'; names: string[]; go: () => void };

export function SendGuard({ guard, onClose }: { guard: Guard; onClose: () => void }) {
  const names = guard.kind === 'variables' ? guard.names.map((name) => `{{${name}}}`) : guard.names;
  return (
    <Modal opened onClose={onClose} title={t(`guard.${guard.kind}_title`)} size={460} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack">
        <p>{t(`guard.${guard.kind}_text`, { names: names.join(', '), count: names.length })}</p>
        {guard.kind === 'variables' && <p className="inline">{names.map((name) => <code key={name} className="variable">{name}</code>)}</p>}
        {guard.kind === 'newer' && names.map((name) => <p key={name} className="notice">{name}</p>)}
        <div className="spread dialog-acts"><Button variant="default" data-autofocus onClick={onClose}>{t(guard.kind === 'newer' ? 'guard.look' : 'guard.edit')}</Button><Button color="red" onClick={guard.go}>{t(guard.kind === 'variables' ? 'guard.send_without' : 'guard.send_anyway')}</Button></div>
      </div>
    </Modal>
  );
}
