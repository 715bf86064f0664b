import { useState } from 'react';
import { Button } from '@/components/button';
import { countProgress, groupRequirements, type Requirement } from '@/lib/requirements';
import { useText } from '@/lib/texts';
import { RequirementRows } from './requirement-rows';

interface Props {
  requirements: readonly Requirement[];
  onOpenNote: (id: string) => void;
}

/** What the job asks for and where each of it was left: the first thing to read. */
export function RecapRequirements({ requirements, onOpenNote }: Props) {
  const t = useText('recap');
  const words = useText('requirement');
  const [showsAll, setShowAll] = useState(false);
  const [first, ...others] = groupRequirements(requirements);
  const more = others.flatMap((group) => group.requirements).length;
  const { all, evidenced, ofMusts } = countProgress(requirements);
  if (!first)
    return (
      <section className="card flex flex-col gap-1 px-6 py-4 max-sm:px-4 print:border-0 print:px-0">
        <h2 className="text-14">{t('requirements.title')}</h2>
        <p className="text-13 text-text-2">{t('requirements.none')}</p>
      </section>
    );
  return (
    <section className="card print:border-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-6 pt-4 pb-2 max-sm:px-4 print:px-0">
        <h2 className="text-14">{t('requirements.title')}</h2>
        <p className="text-12 text-text-2 nums">
          {words(ofMusts ? 'progress.must' : 'progress.all', { count: all, evidenced })}
        </p>
      </div>
      <table className="w-full table-fixed border-collapse text-left text-13 max-sm:block">
        <TableHead />
        <RequirementRows group={first} onOpenNote={onOpenNote} />
        {others.map((group) => (
          <RequirementRows key={group.weight} group={group} isPrintOnly={!showsAll} onOpenNote={onOpenNote} />
        ))}
      </table>
      {more > 0 && (
        <div className="border-t border-line px-3 py-1 max-sm:px-1 print:hidden">
          <Button kind="quiet" aria-expanded={showsAll} onPress={() => setShowAll(!showsAll)}>
            {showsAll ? t('requirements.less') : t('requirements.more', { count: more })}
          </Button>
        </div>
      )}
    </section>
  );
}

function TableHead() {
  const t = useText('recap');
  const columns = [
    ['requirement', 'w-[32%] pl-6'],
    ['state', 'w-32'],
    ['inCv', ''],
    ['inInterview', 'pr-6 print:pr-0'],
  ] as const;
  return (
    <thead className="max-sm:sr-only">
      <tr className="border-b border-line text-12 text-text-3">
        {columns.map(([name, place]) => (
          <th key={name} scope="col" className={`px-2 py-1.5 font-normal print:pl-0 ${place}`}>
            {t(`requirements.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
