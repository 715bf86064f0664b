import { useEffect, useRef } from 'react';
import { MarkedText } from './marked-text';
import { chunkElementId, chunkText, quotedWords, type CvChunkData, type CvSection } from './cv-text';
import { useScreen } from './screen-context';
import { cutLines, findMarks } from './text-marks';

interface Props {
  chunk: CvChunkData;
  section: CvSection;
  query: string;
}

/** One part of the CV; it comes into view when another panel points at it. */
export function CvChunk({ chunk, section, query }: Props) {
  const { place, card, readOnly } = useScreen();
  const element = useRef<HTMLDivElement>(null);
  const isShown = place?.kind === 'chunk' && place.id === chunk.chunk_id;
  const isEvidence =
    !readOnly &&
    card.shown?.sources.some((source) => source.type === 'chunk' && source.id === chunk.chunk_id);
  const { head, body } = chunkText(chunk, section);
  const text = head === null ? body : `${head}\n${body}`;
  const lines = cutLines(text, [
    ...findMarks(text, query),
    ...(isShown ? findMarks(text, quotedWords(place.quote)) : []),
  ]);

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
      {lines.map((line, index) => (
        <p key={index} className={index === 0 && head !== null ? 'font-strong' : 'mt-0.5'}>
          <MarkedText text={line.text} marks={line.marks} />
        </p>
      ))}
    </div>
  );
}
