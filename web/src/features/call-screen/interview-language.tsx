import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Languages } from 'lucide-react';
import { Button } from '@/components/button';
import { Menu, MenuChoice } from '@/components/menu';
import { showToast } from '@/components/toast-queue';
import { api, bodyOf } from '@/lib/api';
import type { Language } from '@/lib/preferences';
import { keys } from '@/lib/query-keys';
import { LANGUAGES, useText } from '@/lib/texts';
import { useScreen } from './screen-context';
import { inSession } from './session-queries';

/** The language in which questions and recap are written; not that of the screen. */
export function InterviewLanguage() {
  const t = useText('call-screen');
  const { session, readOnly } = useScreen();
  return (
    <Menu
      label={t('language.title')}
      trigger={
        <Button
          kind="quiet"
          aria-label={t('language.now', {
            code: session.language.toUpperCase(),
            language: LANGUAGES[session.language],
          })}
          icon={<Languages size={14} aria-hidden />}
          isDisabled={readOnly}
          className="px-2"
        >
          {session.language.toUpperCase()}
        </Button>
      }
    >
      <InterviewLanguageChoice />
    </Menu>
  );
}

/** The same for the menu of a phone. */
export function InterviewLanguageChoice() {
  const t = useText('call-screen');
  const { session, sessionId } = useScreen();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (language: Language) =>
      bodyOf(api.PATCH('/api/sessions/{session_id}/', { ...inSession(sessionId), body: { language } })),
    onSuccess: (updated) => queries.setQueryData(keys.sessionDetail(sessionId), updated),
    onError: () => showToast(t('language.notSaved')),
  });
  return (
    <MenuChoice<Language>
      title={t('language.title')}
      choices={[
        { value: 'en', label: LANGUAGES.en },
        { value: 'it', label: LANGUAGES.it },
      ]}
      value={session.language}
      onChange={(language) => change.mutate(language)}
    />
  );
}
