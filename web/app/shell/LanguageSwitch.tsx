import { App, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../ui/texts/language.ts';
import { chooseLanguage } from '../i18n.ts';

/** 中 / EN. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation('app');
  const { message } = App.useApp();
  const choose = (language: Language) => {
    chooseLanguage(language).catch(() => void message.error(t('problem.unreachable')));
  };
  return (
    <Segmented<Language>
      size="small"
      aria-label={t('language.label')}
      value={i18n.language === 'en' ? 'en' : 'zh-CN'}
      onChange={choose}
      options={[
        { value: 'zh-CN', label: '中', title: t('language.zhCN') },
        { value: 'en', label: 'EN', title: t('language.en') },
      ]}
    />
  );
}
