// How the season went when it was played through: by channel, and when the promise breaks.
import { t } from '@peakdesk/shared/i18n';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Blank } from '../../../ui/parts';
import { HeatMap } from '../charts/heat_map';
import { hoursText, money, num, percent, span } from '../format';
import type { Result } from '../planning';

export function RehearsalView({ result }: { result: Result | null }) {
  if (!result || result.rehearsal.runs === 0) return <Blank icon={<IconPlayerPlay size={28} stroke={1.5} />} title={t('plan.no_rehearsal')} text={t('plan.no_rehearsal_text')} />;
  const { rehearsal, channels, currency } = result;
  const perDay = Math.round(86_400 / result.interval_s);
  return (
    <div className="stack" style={{ gap: 26 }}>
      <p className="muted small">{t('plan.rehearsal_text', { count: rehearsal.runs })}</p>
      <div className="plan-table-box" tabIndex={0} role="region" aria-label={t('plan.rehearsal')}>
        <table className="plan-table">
          <thead><tr><th scope="col">{t('plan.channel')}</th><th scope="col">{t('plan.contacts')}</th><th scope="col">{t('plan.in_promise')}</th><th scope="col">{t('plan.gave_up')}</th><th scope="col">{t('plan.mean_wait')}</th><th scope="col">{t('plan.nine_of_ten')}</th><th scope="col">{t('plan.left')}</th></tr></thead>
          <tbody>{channels.map((channel) => {
            const { total } = channel;
            const missed = total.service_level < channel.target;
            return (
              <tr key={channel.name}><th scope="row">{channel.name}<br /><small className="muted">{t('plan.promise_is', { share: percent(channel.target), span: span(channel.promise_s) })}</small></th><td>{num(total.arrived)}</td>
                <td><strong className={missed ? 'plan-bad' : 'plan-good'}>{percent(total.service_level, 1)}</strong> <small className="muted">{percent(total.service_level_p10)} – {percent(total.service_level_p90)}</small></td>
                <td>{percent(total.abandoned_share, 1)}</td><td>{span(total.mean_wait_s)}</td><td>{span(total.wait_p90_s)}</td><td>{num(total.backlog)}</td></tr>
            );
          })}</tbody>
        </table>
      </div>
      {channels.map((channel) => (
        <HeatMap key={channel.name} title={t('plan.breaks', { channel: channel.name })} startDate={result.start_date} perDay={perDay} note={t('plan.heat_text')}
          values={channel.breach.map((value, i) => ((channel.arrived[i] ?? 0) > 0 ? value : null))} cell={(value) => percent(value)}
          words={(value, i) => t('plan.heat_words', { breach: percent(value), level: percent(channel.service_level[i] ?? 0), wait: span(channel.mean_wait_s[i] ?? 0) })} />
      ))}
      <dl className="plan-facts">
        <div><dt>{t('plan.wages')}</dt><dd>{money(rehearsal.wages.mean, currency)}</dd></div>
        <div><dt>{t('plan.lost_sales')}</dt><dd>{money(rehearsal.lost_sales.mean, currency)} <small className="muted">{money(rehearsal.lost_sales.p10, currency)} – {money(rehearsal.lost_sales.p90, currency)}</small></dd></div>
        <div><dt>{t('plan.idle_cost')}</dt><dd>{money(result.overstaffing_cost, currency)}</dd></div>
        {rehearsal.teams.map((team) => <div key={team.name}><dt>{t('plan.team_is', { name: team.name })}</dt><dd>{t('plan.busy', { share: percent(team.occupancy) })}{team.overtime_hours > 0.5 && <small className="muted"> + {hoursText(team.overtime_hours)}</small>}</dd></div>)}
      </dl>
    </div>
  );
}
