import { useEffect, useRef, useState } from 'react';
import type { Risk } from '@/components/risk-mark';
import { useText } from '@/lib/texts';
import { riskTrend } from './risk-scale';
import { TrendPoint } from './trend-point';
import { useNoteItems } from './use-note-items';

const HEIGHT = 72;
const COLOUR: Record<Risk, string> = {
  LOW: 'text-risk-low',
  MEDIUM: 'text-risk-mid',
  HIGH: 'text-risk-high',
};
const SHAPE: Record<Risk, string> = {
  LOW: 'M0-3.5A3.5 3.5 0 1 1 0 3.5 3.5 3.5 0 1 1 0-3.5Z',
  MEDIUM: 'M0-5 5 0 0 5-5 0Z',
  HIGH: 'M0-5.5 5.5 4.5H-5.5Z',
};

/** Risk note by note, drawn from the stored notes; every point opens its note. */
export function RiskTrend() {
  const t = useText('call-screen');
  const { notes, items } = useNoteItems();
  const { box, room } = useRoom(notes.length);
  const trend = riskTrend(notes, room, HEIGHT);

  return (
    <section aria-label={t('trend.title')} className="shrink-0 border-t border-line bg-surface-1">
      <div className="flex h-6 items-center justify-between px-4 pt-1 text-12 text-text-3">
        <h2 className="font-normal">{t('trend.title')}</h2>
        {items?.length === 0 && <span>{t('trend.empty')}</span>}
      </div>
      <div ref={box} className="relative h-18 overflow-x-auto overflow-y-hidden">
        <svg width={trend.width} height={HEIGHT} aria-hidden className="block">
          {[1 / 3, 2 / 3].map((share) => (
            <line
              key={share}
              x1={0}
              x2={trend.width}
              y1={HEIGHT * share}
              y2={HEIGHT * share}
              className="stroke-line"
              strokeDasharray="2 4"
            />
          ))}
          <path d={trend.path} fill="none" className="stroke-control" strokeWidth={1.5} />
          {trend.points.map((point) => (
            <path
              key={point.note.note_id}
              d={SHAPE[point.note.risk_level]}
              transform={`translate(${point.x} ${point.y})`}
              className={COLOUR[point.note.risk_level]}
              fill="currentColor"
              stroke="var(--color-surface-1)"
            />
          ))}
        </svg>
        {trend.points.map((point, index) => (
          <TrendPoint key={point.note.note_id} point={point} number={index + 1} />
        ))}
      </div>
    </section>
  );
}

/** How wide the chart may be; a chart that is wider than that shows its newest notes. */
function useRoom(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(Math.floor(entry.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [count]);
  return { box, room };
}
