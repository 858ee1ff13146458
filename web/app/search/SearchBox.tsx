import { AimOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, type InputRef } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { areasQuery } from '../../api/coverage.ts';
import { useFormats } from '../../ui/formats.ts';
import { UnitSwatch } from '../../ui/UnitSwatch.tsx';
import { type Hit, interpretSearch } from './interpretSearch.ts';

const addressOf = (hit: Hit): string =>
  hit.kind === 'area' ? `/map/${hit.code}` : `/lookup?lng=${hit.lng}&lat=${hit.lat}`;

/** One box for everything; Ctrl+K or ⌘K goes there from anywhere. */
export function SearchBox() {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  useShortcut(input);
  const grids = useQuery(areasQuery('grid'));
  const units = useQuery(areasQuery('unit'));
  const areas = useMemo(
    () => [...(units.data?.features ?? []), ...(grids.data?.features ?? [])].map(({ properties }) => properties),
    [grids.data, units.data],
  );
  const hits = useMemo(() => interpretSearch(text, areas), [text, areas]);
  const go = (address: string) => {
    setText('');
    setOpen(false);
    input.current?.blur();
    void navigate(address);
  };
  return (
    <AutoComplete
      className="search-box"
      value={text}
      onChange={setText}
      open={open && text.trim() !== ''}
      onOpenChange={setOpen}
      onSelect={(address: string) => go(address)}
      defaultActiveFirstOption
      popupMatchSelectWidth={360}
      notFoundContent={<p className="search-nothing">{t('search.nothing')}</p>}
      options={hits.map((hit) => ({ value: addressOf(hit), label: <HitLine hit={hit} /> }))}
    >
      <Input
        ref={input}
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        prefix={<SearchOutlined />}
        suffix={<kbd>{navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'}</kbd>}
      />
    </AutoComplete>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  const { t } = useTranslation('app');
  const formats = useFormats();
  if (hit.kind === 'point') {
    return (
      <span className="search-hit">
        <AimOutlined /> <strong>{formats.coordinates(hit.lng, hit.lat)}</strong>
        <small>{hit.swapped ? t('search.goPointSwapped') : t('search.goPoint')}</small>
      </span>
    );
  }
  return (
    <span className="search-hit">
      <span>
        <UnitSwatch code={hit.code} />
        <strong>{hit.code}</strong> {hit.name}
      </span>
      <small>{t(hit.code.length === 6 ? 'level.grid' : 'level.unit')}</small>
    </span>
  );
}

function useShortcut(input: React.RefObject<InputRef | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus({ cursor: 'all' });
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [input]);
}
