import i18next from 'i18next';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { check } from '../../../web/check/page.ts';
import type { Area } from '../../../web/ui/area.ts';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
});
vi.stubGlobal('document', { documentElement: { lang: '' } });

type Load = () => Promise<object>;
const area = (chinese: Load, english: Load): Area => ({ ...check, texts: { 'zh-CN': chinese, en: english } });
const chinese: Load = () => Promise.resolve({ check: { title: '检查边界文件' } });
const english: Load = () => Promise.resolve({ check: { title: 'Check a file' } });
const title = (): string => i18next.t('check.title', { ns: 'check' });

/** A fresh app that starts in Chinese. */
async function startedApp() {
  vi.resetModules();
  for (const language of ['zh-CN', 'en']) i18next.removeResourceBundle?.(language, 'check');
  const app = await import('../../../web/app/i18n.ts');
  app.startTranslations();
  await i18next.changeLanguage('zh-CN');
  return app;
}

describe('the texts of an area', () => {
  beforeEach(() => kept.clear());

  test('are there when its page is loaded, and those of ui with them', async () => {
    const { loadTexts } = await startedApp();
    await loadTexts(area(chinese, english));
    expect(title()).toBe('检查边界文件');
    expect(i18next.t('common.retry', { ns: 'check' })).toBe('再试一次');
  });

  test('are loaded in the other language before that is switched to', async () => {
    const { loadTexts, chooseLanguage } = await startedApp();
    await loadTexts(area(chinese, english));
    const seen: string[] = [];
    i18next.on('languageChanged', () => seen.push(title()));
    await chooseLanguage('en');
    expect(seen).toEqual(['Check a file']);
    expect(kept.get('gridwarden.language')).toBe('en');
  });

  test('are loaded in both when the language is switched while they come', async () => {
    const { loadTexts, chooseLanguage } = await startedApp();
    const switched = chooseLanguage('en');
    const loaded = loadTexts(area(chinese, english));
    await Promise.all([switched, loaded]);
    expect(title()).toBe('Check a file');
  });

  test('leave the language as it is when they cannot be loaded, and are asked for again the next time', async () => {
    const { loadTexts, chooseLanguage, currentLanguage } = await startedApp();
    const flaky = vi.fn(english).mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await loadTexts(area(chinese, flaky));
    await expect(chooseLanguage('en')).rejects.toThrow('Failed to fetch');
    expect([currentLanguage(), title(), kept.get('gridwarden.language')]).toEqual(['zh-CN', '检查边界文件', undefined]);
    await chooseLanguage('en');
    expect(title()).toBe('Check a file');
  });

  test('are of the language chosen last, however long the first takes', async () => {
    const { loadTexts, chooseLanguage, currentLanguage } = await startedApp();
    let arrive = () => {};
    const slow: Load = () => new Promise((resolve) => (arrive = () => resolve({ check: { title: 'Check a file' } })));
    await loadTexts(area(chinese, slow));
    const first = chooseLanguage('en');
    await chooseLanguage('zh-CN');
    arrive();
    await first;
    expect(currentLanguage()).toBe('zh-CN');
  });
});
