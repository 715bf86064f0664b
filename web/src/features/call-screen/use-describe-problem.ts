import { asProblem } from '@/lib/problem';
import { useText } from '@/lib/texts';

/** One sentence for places too small for a whole error box. */
export function useDescribeProblem() {
  const common = useText('common');
  return (error: unknown, whatFailed: string): string => {
    const problem = asProblem(error);
    return `${whatFailed} ${common(`problem.${problem.kind}.title`)}. ${common(`problem.${problem.kind}.try`)}`;
  };
}
