import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { RiskMark } from '@/components/risk-mark';
import { formatTime } from '@/lib/format';
import { useLanguage, useText } from '@/lib/texts';
import type { Note } from './note-items';
import type { RiskPoint } from './risk-scale';
import { useScreen } from './screen-context';
import { Verdict } from './verdict';

/** Milliseconds that it stays when the pointer leaves the point, for the way to the links in it. */
const TIME_TO_REACH = 200;

/** Half of the point's own target. */
const RADIUS = 12;

/**
 * One note of the chart: pointing at it or reaching it by keyboard says why it stands there, a press opens it
 * in the list, where the same links are.
 */
export function TrendPoint({ point: { note, x, y }, number }: { point: RiskPoint; number: number }) {
  const t = useText('call-screen');
  const common = useText('common');
  const { show } = useScreen();
  const risk = common(`risk.${note.risk_level}`);
  return (
    <TooltipTrigger delay={120} closeDelay={TIME_TO_REACH}>
      <Button
        aria-label={t('trend.point', { number, risk, text: note.text })}
        onPress={() => show({ kind: 'note', id: note.note_id })}
        style={{ left: x, top: y }}
        className="absolute size-6 -translate-1/2 rounded-full data-hovered:bg-accent/20 data-focus-visible:-outline-offset-2"
      />
      {/* Above the whole chart: over it, it would hide the points beside its own. */}
      <Tooltip
        placement="top"
        offset={Math.max(0, y - RADIUS)}
        className="enter overlay w-80 max-w-[calc(100vw-24px)] px-3 py-2.5"
      >
        <PointReasons note={note} />
      </Tooltip>
    </TooltipTrigger>
  );
}

function PointReasons({ note }: { note: Note }) {
  const language = useLanguage();
  return (
    <div className="flex flex-col gap-1.5 text-12 text-text-2">
      <p className="flex items-center gap-2">
        <RiskMark risk={note.risk_level} />
        <span className="nums">{formatTime(note.created_at, language)}</span> {note.author}
      </p>
      <p className="line-clamp-4 text-13 break-words text-text-1">{note.text}</p>
      <Verdict note={note} />
    </div>
  );
}
