// Under a customer's message: what it wants, how sure the desk is, and the way to correct it. Y corrects the newest message, Shift+Y says it was right.
import { formatNumber, fullTime, t } from '@peakdesk/shared/i18n';
import { Popover, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFlame, IconMoodHappy, IconMoodSad, IconPencil } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { useCommands } from '../commands/commands';
import { correct, insightsQuery, intentText, languageText, percent, type MessageInsight } from './insights';
import { LabelPicker } from './label_picker';
import './insights.css';

export function InsightChips({ ticketId, messageId, mayChange }: { ticketId: number; messageId: number; mayChange: boolean }) {
  const known = useQuery(insightsQuery(ticketId)).data;
  const insight = known?.messages.find((one) => one.message_id === messageId);
  if (!insight) return null;
  return <Chips insight={insight} mayChange={mayChange} newest={known?.messages[0]?.message_id === messageId} />;
}

function Chips({ insight, mayChange, newest }: { insight: MessageInsight; mayChange: boolean; newest: boolean }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const say = async (body: Parameters<typeof correct>[2]) => {
    setOpen(false);
    try {
      await correct(client, insight, body);
      toast(t('insight.confirmed'));
    } catch (error) {
      sayProblem(error);
    }
  };
  const labels = insight.intents.map((intent) => intent.label);
  const person = insight.corrected_by;
  const how = (confidence: number) => (person ? `${t('insight.by_person', { name: person.name })}, ${fullTime(insight.corrected_datetime)}` : t('insight.sure', { percent: percent(confidence) }));
  const mood = insight.sentiment === 'negative' ? <IconMoodSad size={13} /> : insight.sentiment === 'positive' ? <IconMoodHappy size={13} /> : null;
  return (
    <div className="insight" role="group" aria-label={t('insight.understood')}>
      {newest && mayChange && <Keys onCorrect={() => setOpen(true)} onConfirm={() => void say({ intents: labels })} />}
      {insight.intents.map((intent) => (
        <Tooltip key={intent.label} label={how(intent.confidence)}>
          <span className="chip insight-intent" data-unsure={intent.confidence < 0.6 || undefined}><span>{intentText(intent.label)}</span>{person ? <IconCheck size={12} aria-label={how(1)} /> : <span className="insight-sure">{percent(intent.confidence)}</span>}</span>
        </Tooltip>
      ))}
      {insight.intents.length === 0 && <span className="chip insight-none"><span>{intentText('')}</span></span>}
      {mood && <Tooltip label={how(insight.sentiment_confidence)}><span className={insight.sentiment === 'negative' ? 'chip chip-warn' : 'chip chip-accent'}>{mood}<span>{t(`sentiment.${insight.sentiment}`)}</span></span></Tooltip>}
      {(insight.urgency === 'high' || insight.urgency === 'urgent') && <span className="chip chip-warn" title={t('insight.urgency', { level: t(`priority.${insight.urgency}`) })}><IconFlame size={13} /><span>{t(`priority.${insight.urgency}`)}</span></span>}
      {insight.escalation && <span className="chip chip-danger"><IconAlertTriangle size={13} /><span>{t('insight.escalation')}</span></span>}
      {insight.language !== 'und' && <span className="chip" title={`${languageText(insight.language)} · ${how(insight.language_confidence)}`}><span>{insight.language}</span></span>}
      {mayChange && (
        <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
          <Popover.Target><button type="button" className="insight-edit" aria-label={t('insight.correct')} title={`${t('insight.correct')}${newest ? ' (Y)' : ''}`} onClick={() => setOpen(!open)}><IconPencil size={14} /></button></Popover.Target>
          <Popover.Dropdown p={6}>
            {open && (
              <LabelPicker chosen={labels} onChoose={(label) => void say({ intents: label ? [label] : [] })}>
                <div className="insight-moods" role="group" aria-label={t('insight.mood')}>
                  {(['negative', 'neutral', 'positive'] as const).map((one) => <button key={one} type="button" aria-pressed={insight.sentiment === one} onClick={() => void say({ sentiment: one })}>{t(`sentiment.${one}`)}</button>)}
                </div>
                {!person && <button type="button" className="insight-right" onClick={() => void say({ intents: labels })}><IconCheck size={15} />{t('insight.confirm')}</button>}
              </LabelPicker>
            )}
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  );
}

function Keys({ onCorrect, onConfirm }: { onCorrect: () => void; onConfirm: () => void }) {
  useCommands([
    { id: 'insight-correct', label: t('insight.correct'), keys: ['y'], group: 'ticket', run: onCorrect },
    { id: 'insight-confirm', label: t('insight.confirm'), keys: ['shift+y'], group: 'ticket', run: onConfirm },
  ]);
  return null;
}

export function countText(value: number): string {
  return formatNumber(Math.round(value));
}
