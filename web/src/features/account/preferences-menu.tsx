import './texts';
import { CircleUserRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Menu, MenuChoice } from '@/components/menu';
import { useMe } from '@/lib/identity';
import { applyTheme, savedTheme, type Language, type Theme } from '@/lib/preferences';
import { LANGUAGES, setLanguage, useLanguage, useText } from '@/lib/texts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Theme and language, behind the name of whoever is here. */
export default function PreferencesMenu() {
  const t = useText('account');
  const me = useMe();
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
          aria-label={me.data?.name ? undefined : t('preferences')}
        >
          {me.data?.name && <span className="max-w-40 truncate">{me.data.name}</span>}
        </Button>
      }
    >
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
