import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEPT = 'airshed.language';

function kept(): Language {
  // There is no storage where tests read the words without a browser.
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT);
  return text === 'en' ? 'en' : 'zh-CN';
}

void i18next.use(initReactI18next).init({
  lng: kept(),
  fallbackLng: false,
  supportedLngs: LANGUAGES,
  resources: {},
  // React escapes; keys are whole words with dots of their own.
  interpolation: { escapeValue: false },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export async function speak(next: Language): Promise<void> {
  localStorage.setItem(KEPT, next);
  document.documentElement.lang = next;
  await i18next.changeLanguage(next);
}
