import { t } from '@peakdesk/shared/i18n';
import { Modal } from '@mantine/core';
import { keyNames, useAllCommands, type Command } from './commands';
import './commands.css';

const groups: Command['group'][] = ['list', 'ticket', 'reply', 'go', 'general'];

export function ShortcutsSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const commands = useAllCommands();
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')} size={760} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p className="muted small">{t('keys.intro')}</p>
      <div className="keysheet">
        {groups.map((group) => {
          const some = commands.filter((command) => command.group === group && command.keys?.length);
          if (!some.length) return null;
          return (
            <section key={group}>
              <h3>{t(`keys.group.${group}`)}</h3>
              <dl>
                {some.map((command) => (
                  <div key={command.id}>
                    <dt>{command.label}</dt>
                    <dd>{command.keys!.slice(0, 2).map((keys) => <span key={keys} className="inline-tight">{keyNames(keys).map((key) => <kbd key={key}>{key}</kbd>)}</span>)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
