import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useText } from '@/lib/texts';
import { countByState, type InterviewRow, type RowState } from './interview-rows';

interface Props {
  rows: InterviewRow[];
  state: RowState | undefined;
  onChange: (state: RowState | undefined) => void;
}

const STATES: readonly RowState[] = ['draft', 'live', 'completed'];

/** One of the states, or all of them. */
export function StateFilter({ rows, state, onChange }: Props) {
  const t = useText('interview');
  const counts = countByState(rows);
  const look =
    'flex h-8 max-sm:h-11 items-center gap-1.5 rounded-ui px-2.5 text-13 text-text-2 data-hovered:bg-surface-2 data-selected:bg-surface-2 data-selected:font-strong data-selected:text-text-1';
  return (
    <ToggleButtonGroup
      aria-label={t('filter')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[state ?? 'all']}
      onSelectionChange={([key]) => onChange(key === 'all' ? undefined : (key as RowState))}
      className="flex gap-0.5"
    >
      <ToggleButton id="all" className={look}>
        {t('all')} <span className="font-normal text-text-3 nums">{rows.length}</span>
      </ToggleButton>
      {STATES.map((each) => (
        <ToggleButton key={each} id={each} className={look}>
          {t(`filterState.${each}`)} <span className="font-normal text-text-3 nums">{counts[each]}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
