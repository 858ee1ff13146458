import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

/** Revokes a token, once it is confirmed. */
export function RevokeButton({ name, onRevoke }: { name: string; onRevoke: () => void }) {
  const { t } = useTranslation('system');
  return (
    <Popconfirm
      title={t('system.revokeSure', { name })}
      okText={t('system.revoke')}
      cancelText={t('common.cancel')}
      onConfirm={onRevoke}
    >
      <Button size="small" danger>
        {t('system.revoke')}
      </Button>
    </Popconfirm>
  );
}
