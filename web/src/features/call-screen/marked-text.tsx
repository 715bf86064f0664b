import { cutText, type Mark } from './text-marks';

/** A text with some of its words marked. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  return cutText(text, marks).map((piece) =>
    piece.marked ? (
      <mark
        key={piece.start}
        className="rounded-[3px] bg-accent-soft text-text-1 underline decoration-accent decoration-2 underline-offset-2"
      >
        {piece.text}
      </mark>
    ) : (
      <span key={piece.start}>{piece.text}</span>
    ),
  );
}
