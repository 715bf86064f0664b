import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { StanceMark } from '@/components/requirement/requirement-mark';
import { formatTime } from '@/lib/format';
import { quotes, type Mention, type Requirement } from '@/lib/requirements';
import { useLanguage, useText } from '@/lib/texts';
import { AskAboutIt } from './ask-about-it';
import { EvidenceChip } from './evidence-chip';
import { useScreen } from './screen-context';
import { useCv, useNotes } from './session-queries';

/** Why a requirement stands where it stands: one sentence, then what CV and interview say, then what to do. */
export function RequirementDetail({ id, requirement }: { id: string; requirement: Requirement }) {
  const t = useText('call-screen');
  const { readOnly } = useScreen();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} id={id} className="flex flex-col gap-2 pt-0.5 pr-4 pb-3 pl-10 text-12 text-text-2">
      <p>{requirement.why}</p>
      <CvEvidence requirement={requirement} />
      {requirement.interview_evidence.length > 0 && (
        <Evidence title={t('requirements.inInterview')}>
          <ul className="flex min-w-0 flex-col">
            {requirement.interview_evidence.map((mention) => (
              <MentionLine
                key={mention.id}
                mention={mention}
                isQuoted={quotes(requirement.why, mention.text)}
              />
            ))}
          </ul>
        </Evidence>
      )}
      {!readOnly && requirement.state !== 'evidenced' && <AskAboutIt requirement={requirement} />}
    </div>
  );
}

function Evidence({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h4 className="font-normal text-text-3">{title}</h4>
      {children}
    </div>
  );
}

function CvEvidence({ requirement }: { requirement: Requirement }) {
  const t = useText('call-screen');
  const { session } = useScreen();
  const isDoubtful = Boolean(useCv(session.session_id).data?.quality_note);
  if (!session.cv_id) return null;
  return (
    <Evidence title={t('requirements.inCv')}>
      <div className="flex min-w-0 flex-wrap gap-1">
        {requirement.cv_evidence.map((passage) => (
          <EvidenceChip key={passage.text} chunkId={passage.id} quote={passage.text} />
        ))}
        {requirement.cv_evidence.length === 0 && <p>{t('requirements.notInCv')}</p>}
      </div>
      {isDoubtful && <p className="text-text-3">{t('requirements.doubtfulCv')}</p>}
    </Evidence>
  );
}

/** A note opens in its list; a question has no place of its own. */
function MentionLine({ mention, isQuoted }: { mention: Mention; isQuoted: boolean }) {
  const t = useText('call-screen');
  const language = useLanguage();
  const { sessionId, show } = useScreen();
  const notes = useNotes(sessionId).data ?? [];
  if (mention.type === 'question')
    return (
      <li className="line-clamp-3 py-0.5 break-words">
        <span className="font-strong">{t('requirements.asked')}</span> {mention.text}
      </li>
    );
  const note = notes.find((note) => note.note_id === mention.id);
  return (
    <li>
      <Button
        onPress={() => show({ kind: 'note', id: mention.id })}
        className="-mx-1.5 flex w-[calc(100%+12px)] items-start gap-2 rounded-ui px-1.5 py-1 text-left data-hovered:bg-surface-2 data-hovered:text-text-1 max-sm:py-3"
      >
        <StanceMark stance={mention.stance} />
        <span className="text-text-3 nums">{note && formatTime(note.created_at, language)}</span>
        <span className="line-clamp-3 min-w-0 flex-1 break-words">
          {isQuoted ? t('requirements.quoted') : mention.text}
        </span>
      </Button>
    </li>
  );
}
