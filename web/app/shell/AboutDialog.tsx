import { useQuery } from '@tanstack/react-query';
import { Collapse, Input, Modal, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NoticedPackage, noticesQuery } from '../../api/notices.ts';
import { useFormats } from '../../ui/formats.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import './about.css';

/** What the product is made of, and under which licences. */
export function AboutDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('app');
  const formats = useFormats();
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery({ ...noticesQuery, enabled: open });
  const word = search.trim().toLowerCase();
  const shown = (data?.packages ?? []).filter(({ name, licence, inside = [] }) =>
    [name, licence, ...inside.flatMap((part) => [part.name, part.licence])].some((text) =>
      text.toLowerCase().includes(word),
    ),
  );
  return (
    <Modal open={open} title={t('about.title')} footer={null} onCancel={onClose} width={640}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton active />}
      {data && (
        <>
          <p className="soft">{t('about.lead', { formatted: formats.count(data.packages.length) })}</p>
          <Input.Search
            allowClear
            placeholder={t('about.search')}
            aria-label={t('about.search')}
            onChange={({ target }) => setSearch(target.value)}
          />
          {shown.length === 0 && <p className="soft">{t('about.none')}</p>}
          <Collapse
            className="about-list"
            size="small"
            items={shown.map((one) => ({
              key: `${one.name} ${one.version}`,
              label: `${one.name} ${one.version}`,
              extra: <Tag>{one.licence}</Tag>,
              children: <Notice noticed={one} texts={data.texts} />,
            }))}
          />
        </>
      )}
    </Modal>
  );
}

function Notice({ noticed, texts }: { noticed: NoticedPackage; texts: readonly string[] }) {
  const { t } = useTranslation('app');
  const { home, inside = [], texts: own } = noticed;
  return (
    <>
      {home.startsWith('http') && (
        <a href={home} target="_blank" rel="noreferrer">
          {t('about.home')}
        </a>
      )}
      <ul className="about-inside">
        {inside.map(({ name, licence, source }) => (
          <li key={name}>
            {t('about.inside', { name })}: {licence} ·{' '}
            <a href={source} target="_blank" rel="noreferrer">
              {t('about.source')}
            </a>
          </li>
        ))}
      </ul>
      {own.length === 0 && <p className="soft">{t('about.noText')}</p>}
      {own.map((index) => (
        <pre key={index}>{texts[index]}</pre>
      ))}
    </>
  );
}
