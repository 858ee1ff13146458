import { PhoneOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/lookup.ts';
import './wardenList.css';

const ROLES = ['districtHead', 'unitHead', 'warden', 'manager', 'informant', 'monitor'] as const;

/** The people who answer for a grid, with their phones as far as the reader may see them. */
export function WardenList({ wardens }: { wardens: Answer['wardens'] }) {
  const { t } = useTranslation();
  if (wardens.length === 0) return <p className="soft">{t('wardenList.none')}</p>;
  return (
    <ul className="wardens">
      {wardens.map(({ name, phone, role }) => {
        const known = ROLES.find((candidate) => candidate === role);
        return (
          <li key={`${role} ${name} ${phone}`}>
            <span className="warden-initial" aria-hidden="true">
              {name.slice(0, 1)}
            </span>
            <span className="warden-name">
              <strong>{name}</strong>
              {known && <small>{t(`staff.${known}`)}</small>}
            </span>
            {phone === null && <small className="soft">{t('wardenList.phoneHidden')}</small>}
            {phone && (
              <a href={`tel:${phone}`} aria-label={t('wardenList.call', { phone })}>
                <PhoneOutlined /> {phone}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
