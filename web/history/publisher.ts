import { useTranslation } from 'react-i18next';

/** Who published a version, for people: the service's own names for itself are said in the reader's language. */
export function usePublisherName(): (publishedBy: string) => string {
  const { t } = useTranslation('history');
  return (publishedBy) => {
    if (publishedBy === 'system') return t('history.system');
    if (publishedBy === 'command line') return t('history.commandLine');
    return publishedBy;
  };
}
