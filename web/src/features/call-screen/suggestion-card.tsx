import { Check, Clock3, Sparkles, X } from 'lucide-react';
import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { Kbd } from '@/components/kbd';
import { SkeletonLines } from '@/components/skeleton';
import { SourceMark } from '@/components/source-mark';
import { useText } from '@/lib/texts';
import { EvidenceChip } from './evidence-chip';
import { CARD_ID, focusCard, focusNoteField } from './focus-places';
import { useScreen } from './screen-context';
import type { Suggestion } from './session-queries';
import { useDescribeProblem } from './use-describe-problem';
import type { Decision } from './use-suggestion-card';

const KEYS: Record<string, Decision> = { a: 'accept', l: 'later', d: 'dismiss' };

/** One suggested question at a time, in a box that never changes its height. */
export function SuggestionCard() {
  const t = useText('call-screen');
  const { card, cardIsCalled, callCard, readOnly } = useScreen();
  useEffect(() => {
    if (!cardIsCalled) return;
    focusCard();
    callCard(false);
  }, [cardIsCalled, callCard]);

  if (readOnly) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const decision = KEYS[event.key.toLowerCase()];
    if (event.key === 'Escape') focusNoteField();
    else if (decision && card.shown) card.decide(decision);
    else return;
    event.preventDefault();
  };

  return (
    <section
      id={CARD_ID}
      tabIndex={-1}
      aria-label={t('card.title')}
      onKeyDown={onKeyDown}
      className="@container flex h-52 shrink-0 flex-col border-b max-sm:h-60 border-line bg-surface-1 focus:outline-2 focus:-outline-offset-2 focus:outline-focus"
    >
      <CardContent />
    </section>
  );
}

function CardContent() {
  const t = useText('call-screen');
  const { card } = useScreen();
  const describe = useDescribeProblem();
  if (card.shown) return <Offered suggestion={card.shown} />;
  if (card.isLoading || card.isAsking)
    return (
      <div className="p-4" aria-busy="true" aria-label={t('card.loading')}>
        <SkeletonLines count={4} />
      </div>
    );
  if (card.error)
    return (
      <CardMessage action={<Button onPress={card.suggestNow}>{t('tryAgain')}</Button>}>
        {describe(card.error, t('card.failed'))}
      </CardMessage>
    );
  return (
    <CardMessage
      action={
        <Button icon={<Sparkles size={14} aria-hidden />} onPress={card.suggestNow}>
          {t('ai.suggest')}
        </Button>
      }
    >
      {card.decided ? t(`card.after.${card.decided}`) : t('card.empty')}
    </CardMessage>
  );
}

function CardMessage({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const t = useText('call-screen');
  return (
    <div className="flex flex-1 flex-col items-start gap-3 p-4">
      <h2 className="text-12 text-text-3">{t('card.title')}</h2>
      <p className="text-13 text-text-2">{children}</p>
      {action}
    </div>
  );
}

function Offered({ suggestion }: { suggestion: Suggestion }) {
  const t = useText('call-screen');
  const { card, show } = useScreen();
  const chunk = suggestion.sources.find((source) => source.type === 'chunk');
  return (
    <>
      <div
        className="more-below min-h-0 flex-1 overflow-auto px-4 pt-1.5"
        tabIndex={0}
        role="group"
        aria-label={t('card.question')}
      >
        <div className="flex h-6 items-center gap-2">
          <h2 className="shrink-0 text-12 text-text-3">{t('card.title')}</h2>
          <div className="ml-auto flex min-w-0 items-center gap-1">
            {chunk && <EvidenceChip chunkId={chunk.id} quote={chunk.text} />}
            <span className="shrink-0">
              <SourceMark
                sources={suggestion.sources}
                madeBy={suggestion.made_by}
                onOpen={(source) => {
                  if (source.type === 'chunk') show({ kind: 'chunk', id: source.id, quote: source.text });
                  if (source.type === 'note') show({ kind: 'note', id: source.id });
                }}
              />
            </span>
          </div>
        </div>
        <p className="mt-1 text-14 font-strong break-words" aria-live="polite">
          {suggestion.text}
        </p>
        <p className="mt-1 text-12 text-text-2">{suggestion.why}</p>
        <p className="mt-1 mb-1 text-12 text-text-2">
          <span className="font-strong">{t('card.goodAnswer')}</span> {asEnd(suggestion.good_answer)}
        </p>
      </div>
      <div className="flex shrink-0 gap-1.5 px-4 pt-1 pb-2 [&_button]:h-7 [&_button]:px-2.5 max-sm:[&_button]:h-11">
        <Button kind="primary" icon={<Check size={14} aria-hidden />} onPress={() => card.decide('accept')}>
          {t('card.accept')} <Key>A</Key>
        </Button>
        <Button icon={<Clock3 size={14} aria-hidden />} onPress={() => card.decide('later')}>
          {t('card.later')} <Key>L</Key>
        </Button>
        <Button kind="quiet" icon={<X size={14} aria-hidden />} onPress={() => card.decide('dismiss')}>
          {t('card.dismiss')} <Key>D</Key>
        </Button>
      </div>
    </>
  );
}

/** It ends the sentence that the words before it begin. */
const asEnd = (words: string) => `${words.replace(/[.\s]+$/, '')}.`;

function Key({ children }: { children: string }) {
  return (
    <span aria-hidden className="max-sm:hidden @max-[350px]:hidden">
      <Kbd inverse>{children}</Kbd>
    </span>
  );
}
