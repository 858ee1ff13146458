import { Button, Result } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

/** What stands where a page failed to come or to draw itself; the console says why. */
export function Crash() {
  const { t } = useTranslation('app');
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return (
    <Result
      status="warning"
      title={t('page.crash')}
      subTitle={t('page.crashText')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('page.reload')}
        </Button>
      }
    />
  );
}
