import { useEffect, useRef } from 'react';
import { MarkedText } from './marked-text';
import { chunkElementId, chunkText, type CvChunkData, type CvSection } from './cv-text';
import { useScreen } from './screen-context';
import { findMarks } from './text-marks';

interface Props {
  chunk: CvChunkData;
  section: CvSection;
  query: string;
}

/** One part of the CV; it comes into view when another panel points at it. */
export function CvChunk({ chunk, section, query }: Props) {
  const { place, card } = useScreen();
  const element = useRef<HTMLDivElement>(null);
  const isShown = place?.kind === 'chunk' && place.id === chunk.chunk_id;
  const isEvidence = card.shown?.sources.some((source) => source.id === chunk.chunk_id);
  const { head, body } = chunkText(chunk, section);
  const marksOf = (text: string) => [
    ...findMarks(text, query),
    ...(isShown ? findMarks(text, place.quote.replace(/…$/, '')) : []),
  ];

  useEffect(() => {
    if (isShown) element.current?.scrollIntoView({ block: 'center' });
  }, [isShown, place]);

  return (
    <div
      ref={element}
      id={chunkElementId(chunk.chunk_id)}
      data-shown={isShown || undefined}
      data-evidence={isEvidence || undefined}
      className="-ml-3 border-l-2 border-transparent py-1 pl-2.5 text-13 break-words data-evidence:border-accent data-shown:bg-accent-soft"
    >
      {head && (
        <p className="font-strong">
          <MarkedText text={head} marks={marksOf(head)} />
        </p>
      )}
      {body.split('\n').map((line, index) => (
        <p key={index} className="mt-0.5">
          <MarkedText text={line} marks={marksOf(line)} />
        </p>
      ))}
    </div>
  );
}
