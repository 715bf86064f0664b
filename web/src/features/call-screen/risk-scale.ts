/** Where the points of the risk trend stand: notes from left to right, risk from bottom to top. */
import { scaleLinear } from 'd3-scale';
import { curveMonotoneX, line } from 'd3-shape';
import type { Risk } from '@/components/risk-mark';
import type { Note } from './note-items';

/** Room for a finger or a pointer; more notes than fit make the chart scroll. */
const MIN_STEP = 24;
const PADDING = 12;

export interface RiskPoint {
  note: Note;
  x: number;
  y: number;
}

export interface RiskTrend {
  width: number;
  path: string;
  points: RiskPoint[];
}

/** Notes from before their score was kept have a level only: the middle of its band. */
const SCORE_OF_LEVEL: Record<Risk, number> = { LOW: 1 / 6, MEDIUM: 1 / 2, HIGH: 5 / 6 };

export function riskTrend(notes: readonly Note[], room: number, height: number): RiskTrend {
  const width = Math.max(room, notes.length * MIN_STEP);
  const x = scaleLinear([0, Math.max(1, notes.length - 1)], [PADDING, width - PADDING]);
  const y = scaleLinear([0, 1], [height - PADDING, PADDING]).clamp(true);
  const points = notes.map((note, index) => ({
    note,
    x: notes.length === 1 ? width / 2 : x(index),
    y: y(note.risk_score ?? SCORE_OF_LEVEL[note.risk_level]),
  }));
  const draw = line<RiskPoint>(
    (point) => point.x,
    (point) => point.y,
  ).curve(curveMonotoneX);
  return { width, path: draw(points) ?? '', points };
}
