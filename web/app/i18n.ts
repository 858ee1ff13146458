import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next, { changeLanguage, use as extend } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Area } from '../ui/area.ts';
import { en as uiEnglish } from '../ui/texts/en.ts';
import type { Language } from '../ui/texts/language.ts';
import type { Texts } from '../ui/texts/texts.ts';
import { zhCN as uiChinese } from '../ui/texts/zhCN.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zhCN.ts';

const CHOSEN = 'gridwarden.language';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    app: Texts<typeof zhCN>;
  }
}

/** The areas somebody has gone to here: a language is switched when all their texts are there. */
const visited = new Set<Area>();
/** The language in use, or the one being switched to. */
let wanted: Language = 'zh-CN';

/** Starts the interface in the language chosen here before; Chinese when none was. */
export function startTranslations(): void {
  wanted = localStorage.getItem(CHOSEN) === 'en' ? 'en' : 'zh-CN';
  void extend(initReactI18next).init({
    lng: wanted,
    fallbackLng: false,
    ns: ['ui', 'app'],
    defaultNS: 'ui',
    fallbackNS: 'ui',
    resources: { 'zh-CN': { ui: uiChinese, app: zhCN }, en: { ui: uiEnglish, app: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  follow(wanted);
}

/**
 * Loads an area's texts, so that none of its pages is ever drawn without them. Not by an i18next backend: that remembers a load that failed as
 * done, and shows keys from then on; here the next visit tries again.
 */
export async function loadTexts(area: Area): Promise<void> {
  visited.add(area);
  await Promise.all([...new Set([currentLanguage(), wanted])].map((language) => addTexts(area, language)));
}

/** Switches the whole interface, and remembers it; throws, and switches nothing, when texts cannot be loaded. */
export async function chooseLanguage(language: Language): Promise<void> {
  wanted = language;
  try {
    await Promise.all([...visited].map((area) => addTexts(area, language)));
  } catch (error) {
    wanted = currentLanguage();
    throw error;
  }
  // Somebody was quicker to choose again than the texts were to come.
  if (wanted !== language) return;
  localStorage.setItem(CHOSEN, language);
  follow(language);
  await changeLanguage(language);
}

/** The language in use. */
export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh-CN');

async function addTexts({ name, texts }: Area, language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, name)) i18next.addResourceBundle(language, name, await texts[language]());
}

function follow(language: Language): void {
  document.documentElement.lang = language;
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
}
