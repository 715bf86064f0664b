import { ChevronRight } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Kbd } from '@/components/kbd';
import { StateShape } from '@/components/requirement/requirement-mark';
import { countProgress, groupRequirements, type RequirementGroup } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import { useShortcut } from '@/lib/use-shortcut';
import { focusNoteField, focusRequirements, moveAmongRequirements, REQUIREMENTS_ID } from './focus-places';
import { RequirementRow } from './requirement-row';
import { useScreen } from './screen-context';

/** What the job asks for, and how far each of it has come: the must-haves first. Rows never change their order. */
export function RequirementList() {
  const t = useText('call-screen');
  const { session, readOnly } = useScreen();
  const { requirements } = session.requirements;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useShortcut('r', focusRequirements);

  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') focusNoteField();
    else if (event.key === 'ArrowDown') moveAmongRequirements(1);
    else if (event.key === 'ArrowUp') moveAmongRequirements(-1);
    else return;
    event.preventDefault();
  };

  return (
    <div id={REQUIREMENTS_ID} onKeyDown={onKeyDown} className="flex flex-col pb-1.5">
      <ListHead />
      {requirements.length === 0 && (
        <div className="flex flex-col gap-1 px-4 pb-3 text-13">
          <p>{t('requirements.empty')}</p>
          {!readOnly && <p className="text-text-2">{t('requirements.emptyHint')}</p>}
        </div>
      )}
      {groupRequirements(requirements).map((group) => (
        <Group key={group.weight} group={group} open={open} onToggle={toggle} />
      ))}
    </div>
  );
}

/** One line whatever comes, so that no news ever moves the rows. */
function ListHead() {
  const t = useText('call-screen');
  const words = useText('requirement');
  const { session } = useScreen();
  const { all, evidenced, contradicted, ofMusts } = countProgress(session.requirements.requirements);
  return (
    <div className="@container flex h-10 items-center justify-between gap-3 px-4">
      <h2 className="flex shrink-0 items-center gap-2 text-13">
        {t('requirements.title')}
        <span aria-hidden className="max-sm:hidden @max-[340px]:hidden">
          <Kbd>R</Kbd>
        </span>
      </h2>
      {all > 0 && (
        <p role="status" className="flex min-w-0 items-center gap-2 text-12 text-text-2 nums">
          <span className="min-w-0 truncate">
            {words(ofMusts ? 'progress.must' : 'progress.all', { count: all, evidenced })}
          </span>
          {contradicted > 0 && (
            <span className="flex shrink-0 items-center gap-1 font-strong text-risk-high">
              <StateShape state="contradicted" /> {contradicted}
              <span className="sr-only">{words('state.contradicted')}</span>
            </span>
          )}
        </p>
      )}
    </div>
  );
}

interface GroupProps {
  group: RequirementGroup;
  open: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** Wishes fold away: they decide nothing. */
function Group({ group: { weight, requirements }, open, onToggle }: GroupProps) {
  const words = useText('requirement');
  const rows = (
    <ul aria-label={words(`weight.${weight}`)}>
      {requirements.map((requirement) => (
        <RequirementRow
          key={requirement.id}
          requirement={requirement}
          isOpen={open.has(requirement.id)}
          onToggle={() => onToggle(requirement.id)}
        />
      ))}
    </ul>
  );
  if (weight !== 'wish')
    return (
      <section>
        {/* The line above speaks of the must-haves already. */}
        <h3 className={weight === 'must' ? 'sr-only' : 'px-4 pt-2 pb-0.5 text-12 font-normal text-text-3'}>
          {words(`weight.${weight}`)}
        </h3>
        {rows}
      </section>
    );
  return (
    <details className="group/wishes">
      <summary className="flex h-8 list-none items-center gap-1 rounded-ui px-4 text-12 text-text-3 -outline-offset-2 hover:text-text-1 max-sm:h-11">
        <ChevronRight size={14} aria-hidden className="-ml-0.5 group-open/wishes:rotate-90" />
        {words('weight.wish')} <span className="nums">{requirements.length}</span>
      </summary>
      {rows}
    </details>
  );
}
