import { useQuery } from '@tanstack/react-query';
import { FileText, UserRoundCheck } from 'lucide-react';
import { Button } from '@/components/button';
import { TextField } from '@/components/text-field';
import { api, bodyOf, type Schema } from '@/lib/api';
import { matches } from '@/lib/fold';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import type { Draft } from './draft-saver';
import type { DraftEditor } from './use-draft';

type Candidate = Schema<'Candidate'>;
type DraftCandidate = Schema<'DraftCandidate'>;

const NOBODY: DraftCandidate = { candidate_id: null, full_name: '', email: null, linkedin_url: null };
const SHOWN = 5;
const SEARCH_FROM = 2;

/** Who is interviewed: typed, read from the CV, or somebody already known. */
export function CandidateForm({ editor: { draft, saver } }: { editor: DraftEditor }) {
  const t = useText('draft');
  const candidate = draft.candidate ?? NOBODY;
  const set = (fields: Partial<DraftCandidate>) => saver.change({ candidate: { ...candidate, ...fields } });

  if (candidate.candidate_id !== null) {
    return (
      <section className="card flex flex-col gap-3 p-5">
        <p className="flex items-center gap-2 text-12 text-text-3">
          <UserRoundCheck size={14} aria-hidden /> {t('candidate.known')}
        </p>
        <div>
          <p className="text-16 font-strong break-words">{candidate.full_name}</p>
          <p className="text-13 break-words text-text-2">{candidate.email}</p>
        </div>
        <Button className="self-start" onPress={() => saver.change({ candidate: { ...NOBODY } })}>
          {t('candidate.change')}
        </Button>
      </section>
    );
  }

  return (
    <section className="card flex flex-col gap-4 p-5">
      <FromCv draft={draft} candidate={candidate} onUse={set} />
      <TextField
        label={t('candidate.name')}
        value={candidate.full_name}
        onChange={(full_name) => set({ full_name })}
        autoComplete="off"
        hint={t('candidate.nameHint')}
      />
      <Known draft={draft} candidate={candidate} onUse={(known) => set(toDraft(known))} />
      <TextField
        label={t('candidate.email')}
        type="email"
        value={candidate.email ?? ''}
        onChange={(email) => set({ email: email || null })}
        autoComplete="off"
      />
      <TextField
        label={t('candidate.linkedin')}
        type="url"
        value={candidate.linkedin_url ?? ''}
        onChange={(url) => set({ linkedin_url: url || null })}
        autoComplete="off"
      />
    </section>
  );
}

function toDraft({ id, full_name, email, linkedin_url }: Candidate): DraftCandidate {
  return { candidate_id: id, full_name, email, linkedin_url };
}

interface OfferProps {
  draft: Draft;
  candidate: DraftCandidate;
  onUse: (fields: Partial<DraftCandidate>) => void;
}

/** Offers what the CV says about the person, as long as it is not what the form says already. */
function FromCv({ draft: { cv }, candidate, onUse }: OfferProps) {
  const t = useText('draft');
  if (!cv) return null;
  const read = {
    ...(cv.guessed_name ? { full_name: cv.guessed_name } : {}),
    ...(cv.guessed_email ? { email: cv.guessed_email } : {}),
    ...(cv.guessed_linkedin_url ? { linkedin_url: cv.guessed_linkedin_url } : {}),
  };
  const isNew = Object.entries(read).some(
    ([field, value]) => candidate[field as keyof DraftCandidate] !== value,
  );
  if (!isNew) return null;
  return (
    <div className="flex items-start gap-3 rounded-ui bg-accent-soft p-3">
      <FileText size={16} aria-hidden className="mt-0.5 shrink-0 text-accent" />
      <div className="min-w-0 flex-1 text-13">
        <p className="text-12 text-text-2">{t('candidate.fromCv')}</p>
        {Object.values(read).map((value) => (
          <p key={value} className="font-strong break-words">
            {value}
          </p>
        ))}
      </div>
      <Button onPress={() => onUse(read)}>{t('candidate.use')}</Button>
    </div>
  );
}

/** Candidates who may be the same person, or whom the recruiter is looking for. */
function Known({
  draft,
  candidate,
  onUse,
}: {
  draft: Draft;
  candidate: DraftCandidate;
  onUse: (known: Candidate) => void;
}) {
  const t = useText('draft');
  const { data: all } = useQuery({
    queryKey: keys.candidates,
    queryFn: () => bodyOf(api.GET('/api/candidates/')),
  });
  const typed = candidate.full_name.trim();
  const found =
    typed.length < SEARCH_FROM
      ? []
      : (all ?? []).filter((known) => matches(typed, known.full_name, known.email));
  const duplicates = new Set(draft.duplicates.map(({ id }) => id));
  const shown = [...draft.duplicates, ...found.filter(({ id }) => !duplicates.has(id))].slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <div className="flex flex-col rounded-ui border border-line">
      <p className="border-b border-line px-3 py-2 text-12 text-text-2">
        {duplicates.size > 0 ? t('candidate.duplicates') : t('candidate.found')}
      </p>
      <ul>
        {shown.map((known) => (
          <li
            key={known.id}
            className="flex min-h-11 items-center gap-3 border-b border-line py-1 pr-1.5 pl-3 last:border-0"
          >
            <div className="min-w-0 flex-1">
              <p className="truncate text-13 font-strong">{known.full_name}</p>
              {known.email && <p className="truncate text-12 text-text-3">{known.email}</p>}
            </div>
            <Button
              kind="quiet"
              onPress={() => onUse(known)}
              aria-label={t('candidate.useKnown', { name: known.full_name })}
            >
              {t('candidate.use')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
