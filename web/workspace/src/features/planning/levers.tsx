// The knobs beside a plan: each turn is answered at once by an estimate; the scenario itself changes only when it is saved.
import { formatNumber, t } from '@peakdesk/shared/i18n';
import { Button } from '@mantine/core';
import { IconDeviceFloppy, IconRotate2 } from '@tabler/icons-react';
import { useId } from 'react';
import { hoursText, percent } from './format';
import type { Knobs } from './planning';

type Knob = { key: keyof Knobs; label: string; help: string; min: number; max: number; step: number; show: (value: number) => string };

const knobs = (): Knob[] => [
  { key: 'volume', label: t('plan.lever.volume'), help: t('plan.lever.volume_text'), min: 0.5, max: 3, step: 0.05, show: (value) => `× ${formatNumber(Number(value.toFixed(2)))}` },
  { key: 'deflects', label: t('plan.lever.deflects'), help: t('plan.lever.deflects_text'), min: 0, max: 0.6, step: 0.01, show: (value) => percent(value) },
  { key: 'automated', label: t('plan.lever.automated'), help: t('plan.lever.automated_text'), min: 0, max: 0.6, step: 0.01, show: (value) => percent(value) },
  { key: 'handle', label: t('plan.lever.handle'), help: t('plan.lever.handle_text'), min: 0.5, max: 1.5, step: 0.05, show: (value) => percent(value) },
  { key: 'overtime', label: t('plan.lever.overtime'), help: t('plan.lever.overtime_text'), min: 0, max: 15, step: 0.5, show: hoursText },
  { key: 'outsourced', label: t('plan.lever.outsourced'), help: t('plan.lever.outsourced_text'), min: 0, max: 400, step: 5, show: hoursText },
];

export function Levers({ value, onChange, onReset, changed, maySave, onSave, onSaveAs, busy }: { value: Knobs; onChange: (knobs: Knobs) => void; onReset: () => void; changed: boolean; maySave: boolean; onSave: () => void; onSaveAs: () => void; busy: boolean }) {
  const id = useId();
  return (
    <section className="plan-levers" aria-label={t('plan.levers')}>
      <div className="spread"><h2>{t('plan.levers')}</h2>{changed && <button type="button" className="plan-link" onClick={onReset}><IconRotate2 size={14} /> {t('plan.reset')}</button>}</div>
      <div className="plan-knobs">
        {knobs().map((knob) => (
          <div key={knob.key} className="plan-knob">
            <label htmlFor={`${id}${knob.key}`}>{knob.label}</label>
            <output htmlFor={`${id}${knob.key}`}>{knob.show(value[knob.key])}</output>
            <input id={`${id}${knob.key}`} type="range" name={knob.key} min={knob.min} max={knob.max} step={knob.step} value={value[knob.key]} aria-valuetext={knob.show(value[knob.key])} aria-describedby={`${id}${knob.key}h`}
              onChange={(event) => onChange({ ...value, [knob.key]: Number(event.target.value) })} style={{ '--at': `${(100 * (value[knob.key] - knob.min)) / (knob.max - knob.min)}%` } as React.CSSProperties} />
            <p id={`${id}${knob.key}h`}>{knob.help}</p>
          </div>
        ))}
      </div>
      {changed && maySave && (
        <div className="plan-levers-acts">
          <Button size="xs" leftSection={<IconDeviceFloppy size={15} />} loading={busy} onClick={onSave}>{t('plan.save_levers')}</Button>
          <Button size="xs" variant="default" disabled={busy} onClick={onSaveAs}>{t('plan.save_as')}</Button>
        </div>
      )}
    </section>
  );
}
