import './texts';
import { CircleUserRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/button';
import { Menu, MenuChoice } from '@/components/menu';
import { useMe } from '@/lib/identity';
import { applyTheme, savedTheme, type Language, type Theme } from '@/lib/preferences';
import { LANGUAGES, setLanguage, useLanguage, useText } from '@/lib/texts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

interface Props {
  /** There is no room for the name. */
  isCompact?: boolean;
  /** Choices of the page, before those of the person. */
  children?: ReactNode;
}

/** Theme and language, behind the name of whoever is here. */
export default function PreferencesMenu({ isCompact = false, children }: Props) {
  const t = useText('account');
  const name = useMe().data?.name;
  const shownName = isCompact ? undefined : name;
  const language = useLanguage();
  const [theme, setTheme] = useState(savedTheme);

  const changeTheme = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };

  return (
    <Menu
      label={t('preferences')}
      trigger={
        <Button
          kind="quiet"
          icon={<CircleUserRound size={16} aria-hidden />}
          aria-label={shownName ? undefined : t('preferences')}
          className={isCompact ? 'px-3.5' : undefined}
        >
          {shownName && <span className="max-w-40 truncate">{shownName}</span>}
        </Button>
      }
    >
      {children}
      <MenuChoice<Theme>
        title={t('theme.title')}
        choices={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        value={theme}
        onChange={changeTheme}
      />
      <MenuChoice<Language>
        title={t('language')}
        choices={[
          { value: 'en', label: LANGUAGES.en },
          { value: 'it', label: LANGUAGES.it },
        ]}
        value={language}
        onChange={setLanguage}
      />
    </Menu>
  );
}
