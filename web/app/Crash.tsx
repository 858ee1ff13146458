import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

/** What stands where a page failed to draw itself. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <Result
      status="warning"
      title={t('problem.crash')}
      subTitle={t('problem.crashText')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('problem.reload')}
        </Button>
      }
    />
  );
}
