import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** What an address that leads nowhere shows. */
export function NoPage() {
  const { t } = useTranslation('app');
  return (
    <Result
      status="404"
      title={t('page.noPage')}
      subTitle={t('page.noPageText')}
      extra={
        <Link to="/map">
          <Button type="primary">{t('page.goMap')}</Button>
        </Link>
      }
    />
  );
}
