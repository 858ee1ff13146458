import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** What an address that leads nowhere shows. */
export function NoPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={t('problem.noPage')}
      subTitle={t('problem.noPageText')}
      extra={
        <Link to="/map">
          <Button type="primary">{t('problem.goMap')}</Button>
        </Link>
      }
    />
  );
}
