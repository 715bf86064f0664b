import { Button } from 'react-aria-components/Button';
import { classes } from '@/components/classes';
import { StanceMark, StateShape, StateWord } from '@/components/requirement/requirement-mark';
import { startCapital, type Mention, type Requirement, type RequirementGroup } from '@/lib/requirements';
import { useText } from '@/lib/texts';

/** The notes below have the rest. */
const MENTIONS_SHOWN = 2;
const CELL = 'px-2 py-2 align-top print:pl-0 max-sm:block max-sm:px-4 max-sm:py-0.5';

interface Props {
  group: RequirementGroup;
  isPrintOnly?: boolean;
  onOpenNote: (id: string) => void;
}

/** One group of the table. On a phone a row is a block: its cells one below the other. */
export function RequirementRows({ group: { weight, requirements }, isPrintOnly, onOpenNote }: Props) {
  const words = useText('requirement');
  return (
    <tbody className={classes('max-sm:block', isPrintOnly && 'hidden max-sm:hidden print:table-row-group')}>
      <tr className="max-sm:block print:break-after-avoid">
        <th
          colSpan={4}
          scope="rowgroup"
          className="px-6 pt-3 pb-1 text-12 font-strong text-text-2 max-sm:block max-sm:px-4 print:px-0"
        >
          {words(`weight.${weight}`)}
        </th>
      </tr>
      {requirements.map((requirement) => (
        <Row key={requirement.id} requirement={requirement} onOpenNote={onOpenNote} />
      ))}
    </tbody>
  );
}

function Row({ requirement, onOpenNote }: { requirement: Requirement; onOpenNote: (id: string) => void }) {
  const t = useText('recap');
  const { text, state } = requirement;
  const [passage] = requirement.cv_evidence;
  const mentions = telling(requirement);
  const nothing = <span className="text-text-3 max-sm:hidden">{t('requirements.nothing')}</span>;
  return (
    <tr className="border-t border-line max-sm:block max-sm:py-2 print:break-inside-avoid">
      <th scope="row" className={`${CELL} pl-6 font-normal break-words`}>
        {startCapital(text)}
      </th>
      <td className={CELL}>
        <span className="flex h-5 items-center gap-1.5">
          <StateShape state={state} />
          <StateWord state={state} />
        </span>
      </td>
      <td className={`${CELL} text-12 leading-5 text-text-2`}>
        {passage ? <Passage passage={passage} /> : nothing}
      </td>
      <td className={`${CELL} pr-6 text-12 leading-5 text-text-2 print:pr-0`}>
        {mentions.length === 0 && nothing}
        {mentions.map((mention) => (
          <MentionText key={mention.id} mention={mention} onOpenNote={onOpenNote} />
        ))}
      </td>
    </tr>
  );
}

/** The latest notes, which say more than that it was asked; the questions stand beside the recap. */
function telling({ interview_evidence }: Requirement): Mention[] {
  const notes = interview_evidence.filter((mention) => mention.type === 'note');
  return (notes.length > 0 ? notes : interview_evidence.slice(-1)).slice(-MENTIONS_SHOWN);
}

function Passage({ passage: { text, page } }: { passage: Requirement['cv_evidence'][number] }) {
  const t = useText('recap');
  return (
    <p className="line-clamp-2 break-words print:line-clamp-none">
      <span className="text-text-3 nums">
        <span className="sm:hidden">{t('requirements.inCv')}, </span>
        {page !== null && t('requirements.page', { page })}
      </span>{' '}
      <q>{text}</q>
    </p>
  );
}

function MentionText({ mention, onOpenNote }: { mention: Mention; onOpenNote: (id: string) => void }) {
  const t = useText('recap');
  if (mention.type === 'question')
    return (
      <p className="line-clamp-2 break-words print:line-clamp-none">
        <span className="text-text-3">{t('questions.asked')}:</span> {mention.text}
      </p>
    );
  return (
    <Button
      onPress={() => onOpenNote(mention.id)}
      className="mb-1 flex w-full items-start gap-1.5 rounded-ui text-left last:mb-0 data-hovered:text-text-1 data-hovered:underline max-sm:py-1"
    >
      <span className="flex h-5 items-center">
        <StanceMark stance={mention.stance} />
      </span>
      <span className="line-clamp-2 min-w-0 flex-1 break-words print:line-clamp-none">{mention.text}</span>
    </Button>
  );
}
