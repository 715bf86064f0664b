import { Skeleton, SkeletonLines } from '@/components/skeleton';
import { useText } from '@/lib/texts';

/** The shape of the screen before anything is known. */
export function ScreenSkeleton() {
  const t = useText('call-screen');
  return (
    <div aria-busy="true" aria-label={t('loading')} className="flex h-dvh flex-col">
      <div className="flex h-12 items-center gap-4 border-b border-line bg-surface-1 px-4">
        <Skeleton className="w-40" />
        <Skeleton className="w-60" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-[26%] border-r border-line bg-surface-1 p-4 max-md:hidden">
          <SkeletonLines count={12} />
        </div>
        <div className="flex flex-1 flex-col justify-end p-4">
          <Skeleton className="h-18" />
        </div>
        <div className="w-[28%] border-l border-line bg-surface-1 p-4 max-sm:hidden">
          <SkeletonLines count={8} />
        </div>
      </div>
    </div>
  );
}
