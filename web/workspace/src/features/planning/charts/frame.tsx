// What every chart of the plan shares: its measured width, axes that end on round numbers, a cursor for mouse and arrow keys
// with its words beneath, and the same numbers as a table.
import { t } from '@peakdesk/shared/i18n';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

export function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(260, Math.round(entry.contentRect.width))));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}

/** Round steps from 0 to a little above `most`: 1, 2 or 5 times a power of ten. */
export function ticksTo(most: number, about = 4): number[] {
  if (!(most > 0)) return [0, 1];
  const raw = most / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = 0; at < most + step * 0.999; at += step) ticks.push(Number(at.toPrecision(12)));
  return ticks;
}

export const pathOf = (points: [number, number][]) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
export const areaOf = (upper: [number, number][], lower: [number, number][]) => (upper.length ? `${pathOf(upper)}${pathOf([...lower].reverse()).replace('M', 'L')}Z` : '');

type Props = {
  title: string; summary: string; height: number; count: number; words: (index: number) => string; xOf: (index: number, width: number) => number;
  children: (width: number, cursor: number | null) => ReactNode; table: ReactNode; legend?: ReactNode; onPick?: ((index: number) => void) | undefined;
};

export function ChartFrame({ title, summary, height, count, words, xOf, children, table, legend, onPick }: Props) {
  const [box, width] = useWidth();
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const said = useId();
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    let best = 0;
    for (let i = 1; i < count; i += 1) if (Math.abs(xOf(i, width) - at) < Math.abs(xOf(best, width) - at)) best = i;
    if (count) setCursor(best);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -count, End: count }[event.key];
    if (event.key === 'Enter' && cursor !== null) onPick?.(cursor);
    if (event.key === 'Escape') setCursor(null);
    if (step === undefined || !count) return;
    event.preventDefault();
    setCursor(Math.min(count - 1, Math.max(0, (cursor ?? (step > 0 ? -1 : count)) + step)));
  };
  return (
    <figure className="plan-chart">
      <figcaption><strong>{title}</strong>{!asTable && legend}<span className="grow" /><button type="button" className="plan-link" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{asTable ? t('plan.as_chart') : t('plan.as_table')}</button></figcaption>
      <div ref={box}>
        {asTable ? <div className="plan-table-box" tabIndex={0} role="region" aria-label={title}>{table}</div> : (
          <>
            <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="application" aria-label={summary} aria-roledescription={t('plan.chart')} aria-describedby={said} tabIndex={0}
              onPointerMove={move} onPointerLeave={() => setCursor(null)} onKeyDown={keys} onBlur={() => setCursor(null)} onClick={() => cursor !== null && onPick?.(cursor)} data-pick={onPick ? true : undefined}>
              {children(width, cursor)}
            </svg>
            <p className="plan-said" id={said} aria-live="polite">{cursor === null ? summary : words(cursor)}</p>
          </>
        )}
      </div>
    </figure>
  );
}

export function Key({ kind, children }: { kind: string; children: ReactNode }) {
  return <span className="plan-key"><i className={`plan-key-${kind}`} aria-hidden="true" />{children}</span>;
}
