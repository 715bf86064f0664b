import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { useText } from '@/lib/texts';
import { useShortcut } from '@/lib/use-shortcut';
import { CentrePanel } from './centre-panel';
import { LeftPanel } from './left-panel';
import { RightPanel } from './right-panel';
import { useScreen } from './screen-context';
import { useDrawer } from './use-drawer';

/** Two panels; CV and notes come over them from the left. */
export function DrawerLayout() {
  const t = useText('call-screen');
  const { place, showTab, originalIsOpen } = useScreen();
  const drawer = useDrawer();
  const { open, close, toggle, isOpen } = drawer;

  useShortcut('[', toggle);
  useEffect(() => {
    if (place) open();
  }, [place, open]);

  useEffect(() => {
    if (originalIsOpen) close();
  }, [originalIsOpen, close]);

  const openAt = (tab: 'cv' | 'notes') => {
    showTab(tab);
    open();
  };

  return (
    <div className="relative flex min-w-0 flex-1">
      <div className="relative z-10 flex min-w-0 flex-[3] flex-col">
        <div className="flex gap-1 border-b border-line bg-surface-1 px-2 py-1">
          <Button kind="quiet" onPress={() => openAt('cv')}>
            {t('tab.cv')}
          </Button>
          <Button kind="quiet" onPress={() => openAt('notes')}>
            {t('tab.notes')}
          </Button>
        </div>
        <div className="min-h-0 flex-1">
          <CentrePanel />
        </div>
      </div>
      <div className="min-w-80 flex-[2] border-l border-line">
        <RightPanel />
      </div>
      {isOpen && (
        <section
          aria-label={t('drawer')}
          className="overlay absolute inset-y-0 left-0 z-20 flex w-100 flex-col rounded-l-none"
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
        >
          <LeftPanel
            aside={
              <IconButton label={t('closeDrawer')} icon={<X size={16} />} shortcut="[" onPress={close} />
            }
          />
        </section>
      )}
    </div>
  );
}
