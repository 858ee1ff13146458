import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language } from '../i18n/i18n.ts';

/** 中 / EN. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <Segmented<Language>
      size="small"
      aria-label={t('language.label')}
      value={i18n.language === 'en' ? 'en' : 'zh-CN'}
      onChange={chooseLanguage}
      options={[
        { value: 'zh-CN', label: '中', title: t('language.zhCN') },
        { value: 'en', label: 'EN', title: t('language.en') },
      ]}
    />
  );
}
