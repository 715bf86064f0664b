/** What a job asks for, as the screens list it. */
import type { Schema } from '@/lib/api';

export type Requirement = Schema<'Requirement'>;
type Weight = Requirement['weight'];
export type Mention = Schema<'RequirementMention'>;

const WEIGHTS: readonly Weight[] = ['must', 'duty', 'wish'];

export interface RequirementGroup {
  weight: Weight;
  requirements: Requirement[];
}

/** Must-haves, duties, wishes; a group without any is left out. Within one the job description's order stays. */
export function groupRequirements(requirements: readonly Requirement[]): RequirementGroup[] {
  return WEIGHTS.map((weight) => ({
    weight,
    requirements: requirements.filter((requirement) => requirement.weight === weight),
  })).filter((group) => group.requirements.length > 0);
}

/** How far the must-haves are; where a job names none, all that it asks for. */
export function countProgress(requirements: readonly Requirement[]) {
  const musts = requirements.filter((requirement) => requirement.must);
  const counted = musts.length > 0 ? musts : requirements;
  const inState = (state: Requirement['state']) =>
    counted.filter((requirement) => requirement.state === state).length;
  return {
    ofMusts: musts.length > 0,
    all: counted.length,
    evidenced: inState('evidenced'),
    contradicted: inState('contradicted'),
  };
}

export function untouchedMusts(requirements: readonly Requirement[]): Requirement[] {
  return requirements.filter((requirement) => requirement.must && requirement.state === 'untouched');
}

/** A requirement that was cut out of a sentence begins its own line; names such as iOS and addresses stay as they are. */
export function startCapital(text: string): string {
  return /^\p{Ll}+(?=[\s,]|$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** The notes that speak of it, oldest first. */
export function notesAbout(requirement: Requirement): string[] {
  return requirement.interview_evidence
    .filter((mention) => mention.type === 'note')
    .map((mention) => mention.id);
}

/** The sentence says these words already; it shortens what is longer than this. */
const QUOTED = 80;

export function quotes(why: string, text: string): boolean {
  return why.includes(text.slice(0, QUOTED));
}
