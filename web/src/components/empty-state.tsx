import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What to do next. */
  children?: ReactNode;
  icon?: ReactNode;
  actions?: ReactNode;
  /** It is the whole page, so its title is the page's heading. */
  isPage?: boolean;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, children, icon, actions, isPage }: Props) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-12 text-center">
      {icon && <div className="mb-2 text-text-3">{icon}</div>}
      {isPage ? <h1 className="text-20">{title}</h1> : <p className="text-14 font-strong">{title}</p>}
      {children && <p className="max-w-96 text-13 text-text-2">{children}</p>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
