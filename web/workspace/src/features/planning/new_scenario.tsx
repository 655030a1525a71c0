// Three ways to begin a scenario, each said in a sentence.
import { api, call } from '@peakdesk/shared/api';
import { locale, t } from '@peakdesk/shared/i18n';
import { IconChartLine, IconFileSpreadsheet, IconSchool } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { sayProblem } from '../../ui/parts';
import { fullDay } from './format';
import { deskPastQuery, seriesQuery, type Body } from './planning';
import { countryOf, exampleSeason, fromDesk, fromSeries } from './start';

const currencyOf = (code: string) => ({ 'pt-BR': 'BRL', ru: 'RUB' } as Record<string, string>)[code] ?? 'EUR';
const fewDays = 28;

export function NewScenario({ onUpload }: { onUpload: () => void }) {
  const past = useQuery(deskPastQuery);
  const series = useQuery(seriesQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const currency = currencyOf(locale());
  const country = countryOf(locale(), past.data?.countries ?? []);
  const today = past.data?.today ?? new Date().toISOString().slice(0, 10);
  const make = async (name: string, body: Body) => {
    setBusy(true);
    try {
      const made = await call(api.POST('/api/planning/scenarios', { body: { name, scenario: body as unknown as Record<string, unknown> } }));
      await call(api.POST('/api/planning/scenarios/{id}/runs', { params: { path: { id: made.id } }, body: {} }));
      await client.invalidateQueries({ queryKey: ['planning', 'scenarios'] });
      await navigate({ to: '/planning/$scenarioId', params: { scenarioId: String(made.id) } });
    } catch (error) {
      sayProblem(error);
      setBusy(false);
    }
  };
  const days = past.data?.days ?? 0;
  return (
    <div className="plan-ways">
      <Way icon={<IconSchool size={22} stroke={1.6} />} title={t('plan.way.example')} text={t('plan.way.example_text')} disabled={busy || past.isLoading} onClick={() => void make(t('plan.example_name'), exampleSeason(today, currency))} />
      <Way icon={<IconChartLine size={22} stroke={1.6} />} title={t('plan.way.desk')} disabled={busy || days < fewDays || !past.data} onClick={() => past.data && void make(t('plan.way.desk_name', { date: fullDay(today) }), fromDesk(past.data, currency, country))}
        text={days >= fewDays ? t('plan.way.desk_text', { count: days }) : t('plan.way.desk_few', { count: days })} />
      {series.data?.map((one) => <Way key={one.id} icon={<IconFileSpreadsheet size={22} stroke={1.6} />} title={t('plan.way.series', { name: one.name })} text={t('plan.way.series_text', { from: one.first_time.slice(0, 10), to: one.last_time.slice(0, 10) })} disabled={busy || !past.data} onClick={() => past.data && void make(one.name, fromSeries(past.data, one, currency, country))} />)}
      <Way icon={<IconFileSpreadsheet size={22} stroke={1.6} />} title={t('plan.way.upload')} text={t('plan.way.upload_text')} disabled={busy} onClick={onUpload} />
    </div>
  );
}

function Way({ icon, title, text, disabled, onClick }: { icon: ReactNode; title: string; text: string; disabled: boolean; onClick: () => void }) {
  return <button type="button" className="plan-way" disabled={disabled} onClick={onClick}><span className="plan-way-icon">{icon}</span><span><strong>{title}</strong><span>{text}</span></span></button>;
}
