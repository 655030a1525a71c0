import { fullTime, t } from '@peakdesk/shared/i18n';
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';

/** Usual moments to come back to a ticket, in the agent's own clock. Pure. */
export function snoozeChoices(now: Date): { key: 'later' | 'evening' | 'tomorrow' | 'monday' | 'week'; time: Date }[] {
  const at = (days: number, hour: number) => {
    const time = new Date(now);
    time.setDate(time.getDate() + days);
    time.setHours(hour, 0, 0, 0);
    return time;
  };
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const choices: { key: 'later' | 'evening' | 'tomorrow' | 'monday' | 'week'; time: Date }[] = [
    { key: 'later', time: new Date(now.getTime() + 3 * 3_600_000) },
    { key: 'evening', time: at(0, 18) },
    { key: 'tomorrow', time: at(1, 9) },
    // On a Sunday that is tomorrow, on a Monday in a week: said in the words that leave no doubt.
    ...(toMonday > 1 && toMonday < 7 ? [{ key: 'monday' as const, time: at(toMonday, 9) }] : []),
    { key: 'week', time: at(7, 9) },
  ];
  return choices.filter((choice) => choice.time.getTime() > now.getTime() + 15 * 60_000);
}

/** Menu items; a time of one's own by the platform's picker. */
export function SnoozeItems({ onChoose }: { onChoose: (iso: string) => void }) {
  const [own, setOwn] = useState('');
  const chosen = own ? new Date(own) : null;
  const wrong = chosen !== null && chosen.getTime() <= Date.now();
  return (
    <>
      {snoozeChoices(new Date()).map(({ key, time }) => (
        <Menu.Item key={key} onClick={() => onChoose(time.toISOString())} rightSection={<span className="muted small">{fullTime(time.toISOString())}</span>}>{t(`snooze.${key}`)}</Menu.Item>
      ))}
      <Menu.Divider />
      <form className="snooze-own" onSubmit={(event) => { event.preventDefault(); if (chosen && !wrong) onChoose(chosen.toISOString()); }}>
        <label className="small muted" htmlFor="snooze-own">{t('snooze.own')}</label>
        <input id="snooze-own" type="datetime-local" value={own} onChange={(event) => setOwn(event.target.value)} aria-invalid={wrong} onKeyDown={(event) => event.stopPropagation()} />
        {wrong && <span className="small" role="alert">{t('snooze.past')}</span>}
        <Button type="submit" size="compact-sm" disabled={!chosen || wrong}>{t('ticket.snooze')}</Button>
      </form>
    </>
  );
}
