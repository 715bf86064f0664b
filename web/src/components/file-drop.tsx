import { Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from './button';
import { classes } from './classes';

interface Props {
  label: string;
  hint: string;
  button: string;
  /** Extensions with their dot. */
  accept: readonly string[];
  onFile: (file: File) => void;
  children?: ReactNode;
  className?: string;
}

/** One file, dropped, pasted or chosen. */
export function FileDrop({ label, hint, button, accept, onFile, children, className }: Props) {
  return (
    <DropZone
      aria-label={label}
      onDrop={(event) => {
        const dropped = event.items.find((item) => item.kind === 'file');
        if (dropped?.kind === 'file') void dropped.getFile().then(onFile);
      }}
      className={classes(
        'flex flex-col items-center justify-center gap-2 rounded-ui border border-dashed border-control bg-surface-1 px-6 py-8 text-center transition-colors duration-100 data-drop-target:border-solid data-drop-target:border-accent data-drop-target:bg-accent-soft',
        className,
      )}
    >
      {children ?? (
        <>
          <Upload size={20} aria-hidden className="text-text-3" />
          <p className="text-14 font-strong">{label}</p>
          <p className="text-13 text-text-2">{hint}</p>
          <FileTrigger acceptedFileTypes={[...accept]} onSelect={(files) => files?.[0] && onFile(files[0])}>
            <Button className="mt-1">{button}</Button>
          </FileTrigger>
        </>
      )}
    </DropZone>
  );
}
