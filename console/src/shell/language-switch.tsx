import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { language, speak } from '../words/language';

/** Each language is named in itself: whoever cannot read the page can still read the button. */
export function LanguageSwitch(): ReactNode {
  useTranslation();
  const queries = useQueryClient();
  const other = language() === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      type="text"
      lang={other}
      data-language={other}
      // What the service says in words, it says in the language of the question.
      onClick={() => void speak(other).then(() => queries.invalidateQueries())}
    >
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
