import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

interface Props {
  label: string;
  /** 0 to 1; absent while there is nothing to count. */
  value?: number;
}

export function Progress({ label, value }: Props) {
  return (
    <ProgressBar
      value={(value ?? 0) * 100}
      isIndeterminate={value === undefined}
      className="flex w-full flex-col gap-2"
    >
      {({ percentage }) => (
        <>
          <Label className="text-13 text-text-2">{label}</Label>
          <div className="h-1 overflow-hidden rounded-full bg-surface-2">
            <div
              className={
                value === undefined
                  ? 'shimmer h-full bg-accent'
                  : 'h-full bg-accent transition-[width] duration-100'
              }
              style={{ width: value === undefined ? '100%' : `${percentage ?? 0}%` }}
            />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
