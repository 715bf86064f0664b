import { classes } from './classes';

/** A grey shape where content will be, of the size that the content will have. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes('shimmer h-4', className)} />;
}

export function SkeletonLines({ count, className }: { count: number; className?: string }) {
  const widths = ['w-full', 'w-11/12', 'w-4/5', 'w-full', 'w-2/3'];
  return (
    <div aria-hidden className={classes('flex flex-col gap-2', className)}>
      {Array.from({ length: count }, (_, line) => (
        <div key={line} className={classes('shimmer h-3', widths[line % widths.length])} />
      ))}
    </div>
  );
}
