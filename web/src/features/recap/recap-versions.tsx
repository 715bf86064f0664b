import { useQuery } from '@tanstack/react-query';
import { RotateCw, Sparkles } from 'lucide-react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { Button } from '@/components/button';
import { ErrorState } from '@/components/error-state';
import { api, bodyOf } from '@/lib/api';
import { keys } from '@/lib/query-keys';
import { useText } from '@/lib/texts';
import { useChooseRecap, useMakeRecap, versionsOf, type MadeBy, type Recap } from './use-recap';

interface Props {
  sessionId: string;
  recap: Recap;
  shown: MadeBy;
  onShow: (madeBy: MadeBy) => void;
}

/** Who wrote what is shown, the other version where there is one, and making it again. */
export function RecapVersions({ sessionId, recap, shown, onShow }: Props) {
  const t = useText('recap');
  const make = useMakeRecap(sessionId);
  const choose = useChooseRecap(sessionId);
  const { data: status } = useQuery({
    queryKey: keys.status,
    queryFn: () => bodyOf(api.GET('/api/status/')),
  });
  const hasBoth = recap.alternative !== null;
  const canAsk = status?.llm.configured && !versionsOf(recap).llm;
  const askModel = () => make.mutate('llm', { onSuccess: () => onShow('llm') });

  return (
    <div className="flex flex-col gap-3 print:hidden">
      <div className="flex flex-wrap items-center gap-2">
        {hasBoth ? (
          <Toggle shown={shown} onShow={onShow} />
        ) : (
          <p className="mr-auto text-13 text-text-2">{t(`writtenBy.${shown}`)}</p>
        )}
        {hasBoth && shown !== recap.made_by && (
          <Button kind="primary" onPress={() => choose.mutate(shown)} isPending={choose.isPending}>
            {t('use')}
          </Button>
        )}
        {canAsk && (
          <Button icon={<Sparkles size={14} aria-hidden />} onPress={askModel} isPending={make.isPending}>
            {make.isPending && make.variables === 'llm' ? t('asking') : t('ask')}
          </Button>
        )}
        <Button
          kind="quiet"
          icon={<RotateCw size={14} aria-hidden />}
          onPress={() => make.mutate(shown)}
          isPending={make.isPending}
        >
          {t('again')}
        </Button>
      </div>
      {(make.error ?? choose.error) && (
        <ErrorState error={make.error ?? choose.error} kept={t('error.keptRecap')} />
      )}
    </div>
  );
}

function Toggle({ shown, onShow }: { shown: MadeBy; onShow: (madeBy: MadeBy) => void }) {
  const t = useText('recap');
  return (
    <ToggleButtonGroup
      aria-label={t('versions')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[shown]}
      onSelectionChange={([key]) => onShow(key as MadeBy)}
      className="mr-auto flex gap-0.5 rounded-ui bg-surface-2 p-0.5"
    >
      {(['local', 'llm'] as const).map((each) => (
        <ToggleButton
          key={each}
          id={each}
          className="h-7 rounded-ui px-3 text-13 text-text-2 data-selected:bg-surface-1 data-selected:font-strong data-selected:text-text-1 max-sm:h-11"
        >
          {t(`version.${each}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
