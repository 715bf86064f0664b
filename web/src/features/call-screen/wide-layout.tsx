import { useEffect, useState } from 'react';
import { Group, Panel, Separator, usePanelRef, type Layout } from 'react-resizable-panels';
import { useText } from '@/lib/texts';
import { useShortcut } from '@/lib/use-shortcut';
import { CentrePanel } from './centre-panel';
import { LeftPanel } from './left-panel';
import { rememberLayout, rememberedLayout } from './panel-memory';
import { RightPanel } from './right-panel';
import { useScreen } from './screen-context';

const SHARES = { left: '26%', centre: '46%', right: '28%' };
/** The original CV may be wider than the panel that it lies over. */
const LETS_OVERLAP = { overflow: 'visible' };
const MINIMUM = { left: 280, centre: 480, right: 320 };

/** Three panels that resize, remember their widths and collapse with [ and ]. */
export function WideLayout() {
  const { place } = useScreen();
  const left = usePanelRef();
  const right = usePanelRef();
  const [layout] = useState<Layout | undefined>(rememberedLayout);

  const toggle = (panel: typeof left) => {
    if (panel.current?.isCollapsed()) panel.current.expand();
    else panel.current?.collapse();
  };
  useShortcut('[', () => toggle(left));
  useShortcut(']', () => toggle(right));
  useEffect(() => {
    if (place) left.current?.expand();
  }, [place, left]);

  return (
    <Group
      defaultLayout={layout}
      onLayoutChanged={(_, meta) => meta.requestedLayout && rememberLayout(meta.requestedLayout)}
    >
      <Panel id="left" panelRef={left} collapsible defaultSize={SHARES.left} minSize={MINIMUM.left}>
        <LeftPanel />
      </Panel>
      <Handle name="left" />
      <Panel
        id="centre"
        defaultSize={SHARES.centre}
        minSize={MINIMUM.centre}
        className="relative z-10"
        style={LETS_OVERLAP}
      >
        <CentrePanel />
      </Panel>
      <Handle name="right" />
      <Panel id="right" panelRef={right} collapsible defaultSize={SHARES.right} minSize={MINIMUM.right}>
        <RightPanel />
      </Panel>
    </Group>
  );
}

function Handle({ name }: { name: 'left' | 'right' }) {
  const t = useText('call-screen');
  return (
    <Separator
      aria-label={t(`resize.${name}`)}
      title={t(`resize.${name}`)}
      className="w-px bg-line outline-offset-0 data-[separator=active]:bg-accent data-[separator=hover]:bg-control"
    />
  );
}
