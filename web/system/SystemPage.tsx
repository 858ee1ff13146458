import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { scopesOf } from '../../server/core/people/rights.ts';
import { useUser } from '../ui/signedIn.ts';
import { AccountsTab } from './AccountsTab.tsx';
import { AllTokensTab } from './AllTokensTab.tsx';
import './system.css';
import { TokensTab } from './TokensTab.tsx';

/** Who may use the system, and with which keys programs do. Accounts are shown to administrators only. */
export function SystemPage() {
  const { t } = useTranslation('system');
  const user = useUser();
  const { tab } = useParams();
  const navigate = useNavigate();
  const administrator = scopesOf(user.roles, 'administer').length > 0;
  const items = [
    ...(administrator ? [{ key: 'accounts', label: t('system.accounts'), children: <AccountsTab /> }] : []),
    { key: 'tokens', label: t('system.tokens'), children: <TokensTab /> },
    ...(administrator ? [{ key: 'all-tokens', label: t('system.allTokens'), children: <AllTokensTab /> }] : []),
  ];
  const active = items.find(({ key }) => key === tab)?.key ?? items[0]?.key;
  return (
    <div className="plain-page">
      <title>{`${t('place.system')} · ${t('product.name')}`}</title>
      <h1>{t('system.title')}</h1>
      <Tabs
        {...(active ? { activeKey: active } : {})}
        items={items}
        onChange={(key) => void navigate(`/system/${key}`)}
        destroyOnHidden
      />
    </div>
  );
}
