import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { classes } from '@/components/classes';
import { StateShape, StateWord } from '@/components/requirement/requirement-mark';
import { startCapital, type Requirement } from '@/lib/requirements';
import { RequirementDetail } from './requirement-detail';

interface Props {
  requirement: Requirement;
  isOpen: boolean;
  onToggle: () => void;
}

/** One thing that is asked for, on two lines at most; open, its whole text and what is known of it. */
export function RequirementRow({ requirement, isOpen, onToggle }: Props) {
  const detailId = useId();
  const { state } = requirement;
  const text = startCapital(requirement.text);
  return (
    <li className={classes(isOpen && 'bg-surface-0')}>
      <Button
        data-requirement
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailId : undefined}
        onPress={onToggle}
        className="flex w-full items-start gap-2.5 py-1.5 pr-3 pl-4 text-left text-13 -outline-offset-2 data-hovered:bg-surface-2 max-sm:py-3"
      >
        <span className="flex h-5 items-center">
          <StateShape state={state} />
        </span>
        <span
          title={isOpen ? undefined : text}
          className={classes('min-w-0 flex-1 break-words', !isOpen && 'line-clamp-2')}
        >
          {text}
        </span>
        <span className="flex h-5 shrink-0 items-center gap-1">
          <StateWord state={state} />
          <ChevronDown size={12} aria-hidden className={classes('text-text-3', isOpen && 'rotate-180')} />
        </span>
      </Button>
      {isOpen && <RequirementDetail id={detailId} requirement={requirement} />}
    </li>
  );
}
