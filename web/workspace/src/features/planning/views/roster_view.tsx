// Who works when: people down, the days of a week across.
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarDown, IconCalendarUser, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { noticeText } from '../../../ui/notice';
import { Blank } from '../../../ui/parts';
import { clock, dayAfter, hoursText, num, percent, shortDay } from '../format';
import { bodyOf, fileUrl, type Result, type Run, type Scenario } from '../planning';

const hues = ['teal', 'blue', 'violet', 'orange', 'green', 'pink', 'indigo', 'yellow', 'red', 'grey'];

export function RosterView({ scenario, result, run }: { scenario: Scenario; result: Result | null; run: Run | null }) {
  const [week, setWeek] = useState(0);
  const roster = result?.roster;
  if (!result || !run || !roster) {
    const hasShifts = (bodyOf(scenario).shift?.length ?? 0) > 0;
    return <Blank icon={<IconCalendarUser size={28} stroke={1.5} />} title={t('plan.no_roster')} text={hasShifts ? t('plan.no_roster_run') : t('plan.no_roster_shifts')} />;
  }
  const weeks = Math.ceil(result.days / 7);
  const days = Array.from({ length: Math.min(7, result.days - week * 7) }, (_, i) => week * 7 + i);
  const byPerson = new Map<number, Map<number, number>>();
  for (const given of roster.shifts) {
    if (!byPerson.has(given.person)) byPerson.set(given.person, new Map());
    byPerson.get(given.person)!.set(given.day, given.shift);
  }
  const teams = bodyOf(scenario).team;
  const gap = roster.cost > 0 ? (roster.cost - roster.bound) / roster.cost : 0;
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="plan-daybar">
        <ActionIcon aria-label={t('plan.week_before')} disabled={week === 0} onClick={() => setWeek(week - 1)}><IconChevronLeft size={18} /></ActionIcon>
        <h3 className="plan-h3">{t('plan.week_of', { date: shortDay(dayAfter(result.start_date, week * 7)) })}</h3>
        <ActionIcon aria-label={t('plan.week_after')} disabled={week >= weeks - 1} onClick={() => setWeek(week + 1)}><IconChevronRight size={18} /></ActionIcon>
        <span className="grow" />
        <Button component="a" href={fileUrl(run.id, 'roster.ics')} download size="xs" variant="default" leftSection={<IconCalendarDown size={15} />}>{t('plan.calendar_file')}</Button>
      </div>
      <div className="plan-shift-key">{result.shifts.map((shift, i) => <span key={shift.name} className={`plan-shift tag-${hues[i % hues.length]}`}>{shift.name} <small>{clock(shift.from_hour)}–{clock(shift.from_hour + shift.hours)}</small></span>)}</div>
      <div className="plan-table-box plan-tall" tabIndex={0} role="region" aria-label={t('plan.roster')}>
        <table className="plan-table plan-roster">
          <thead><tr><th scope="col">{t('plan.person')}</th>{days.map((day) => <th scope="col" key={day}>{shortDay(dayAfter(result.start_date, day))}</th>)}<th scope="col">{t('plan.hours')}</th><th scope="col"><span className="sr">{t('plan.calendar_file')}</span></th></tr></thead>
          <tbody>{roster.people.map((person, p) => {
            const mine = byPerson.get(p);
            const hours = days.reduce((sum, day) => { const shift = result.shifts[mine?.get(day) ?? -1]; return sum + (shift ? shift.hours - shift.break_hours : 0); }, 0);
            return (
              <tr key={`${p}${person.name}`}><th scope="row">{person.name}{teams.length > 1 && <small className="muted"> {teams[person.team]?.name}</small>}</th>
                {days.map((day) => { const at = mine?.get(day); const shift = at === undefined ? undefined : result.shifts[at]; return <td key={day}>{shift ? <span className={`plan-shift tag-${hues[at! % hues.length]}`} title={`${clock(shift.from_hour)}–${clock(shift.from_hour + shift.hours)}`}>{shift.name}</span> : <span className="muted" aria-label={t('plan.day_off')}>·</span>}</td>; })}
                <td>{num(hours, 1)}</td>
                <td><a className="plan-ics" href={fileUrl(run.id, 'roster.ics', person.name)} download aria-label={t('plan.calendar_of', { name: person.name })}><IconCalendarDown size={15} /></a></td></tr>
            );
          })}</tbody>
        </table>
      </div>
      <dl className="plan-facts">
        <div><dt>{t('plan.short_hours')}</dt><dd className={roster.short_hours > 0.5 ? 'plan-bad' : ''}>{hoursText(roster.short_hours)}</dd></div>
        <div><dt>{t('plan.shifts_given')}</dt><dd>{num(roster.shifts.length)}</dd></div>
        <div><dt>{t('plan.not_better_than')}</dt><dd>{percent(Math.max(0, gap), 1)}</dd></div>
      </dl>
      {roster.shortages.length > 0 && <section><h3 className="plan-h3">{t('plan.shortages')}</h3><ul className="plan-notes">{roster.shortages.map((one) => <li key={one.text}>{one.params.week ? t('plan.in_week', { week: one.params.week, text: noticeText(one, null) }) : noticeText(one, null)}</li>)}</ul></section>}
      {roster.weeks < weeks && <p className="notice notice-warn">{t('plan.roster_part', { count: roster.weeks })}</p>}
    </div>
  );
}
