import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next, { changeLanguage, use as extend } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import type { Messages } from './messages.ts';
import { zhCN } from './zhCN.ts';

export type Language = 'zh-CN' | 'en';

const CHOSEN = 'gridwarden.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

function follow(language: string): void {
  document.documentElement.lang = language;
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
}

/** Starts the interface in the language chosen here before; Chinese when none was. */
export function startTranslations(): void {
  const language: Language = localStorage.getItem(CHOSEN) === 'en' ? 'en' : 'zh-CN';
  void extend(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  follow(language);
}

/** Switches the whole interface, and remembers it. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(CHOSEN, language);
  follow(language);
  void changeLanguage(language);
}

/** The language in use. */
export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh-CN');
