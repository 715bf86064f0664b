import { describe, expect, it } from 'vitest';
import type { Note } from './note-items';
import { riskTrend } from './risk-scale';
import { storedNote } from './test-notes';

const note = (id: number, risk: Note['risk_level'], score: number | null) =>
  storedNote(String(id), { risk_level: risk, risk_score: score });

describe('riskTrend', () => {
  it('draws nothing without notes', () => {
    expect(riskTrend([], 300, 72)).toMatchObject({ path: '', points: [], width: 300 });
  });
  it('puts a higher risk higher, later notes further right', () => {
    const [low, high] = riskTrend([note(1, 'LOW', 0.1), note(2, 'HIGH', 0.9)], 300, 72).points;
    expect(high?.y).toBeLessThan(low?.y ?? 0);
    expect(high?.x).toBeGreaterThan(low?.x ?? 0);
  });
  it('places a note without a score by its level', () => {
    const [scored, unscored] = riskTrend([note(1, 'MEDIUM', 0.5), note(2, 'MEDIUM', null)], 300, 72).points;
    expect(unscored?.y).toBe(scored?.y);
  });
  it('grows wider than its room rather than make points too small to press', () => {
    const notes = Array.from({ length: 60 }, (_, index) => note(index, 'LOW', 0.1));
    expect(riskTrend(notes, 300, 72).width).toBe(60 * 24);
  });
});
