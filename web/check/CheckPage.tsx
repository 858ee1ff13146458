import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Checked, type CheckRequest, checkFile } from '../api/checkFile.ts';
import { areasQuery } from '../api/coverage.ts';
import { noteExpiry } from '../api/queries.ts';
import { boundsOf, boundsOfOne, widen } from '../map/bounds.ts';
import type { Focus, MapFault, Scene } from '../map/scene.ts';
import { useScene } from '../map/stage.tsx';
import './check.css';
import { ReportCard } from './ReportCard.tsx';
import { UploadCard } from './UploadCard.tsx';

const LEFT_CARD = 424;
/** Degrees of surroundings shown about a fault, about 40 m. */
const SURROUNDINGS = 0.0004;

/** Checks a file of boundaries: drop it, read the verdict, walk through what was found, change how it is read. */
export function CheckPage() {
  const { t } = useTranslation('check');
  const [share, setShare] = useState(0);
  const [selected, setSelected] = useState<number>();
  const [done, setDone] = useState<{ checked: Checked; request: CheckRequest }>();
  const district = useQuery(areasQuery('district'));
  const check = useMutation({
    mutationFn: (request: CheckRequest) => checkFile(request, setShare),
    onMutate: () => setShare(0),
    onSuccess: (checked, request) => {
      setSelected(undefined);
      setDone({ checked, request });
    },
    onError: noteExpiry,
  });
  const startAnew = () => {
    setDone(undefined);
    setSelected(undefined);
    check.reset();
  };
  useScene(useCheckScene(done?.checked, selected, setSelected, done?.request.parent === 'published'));
  return (
    <div className={done ? 'over-map check' : 'over-map check empty'}>
      <title>{`${t('place.check')} · ${t('product.name')}`}</title>
      {done ? (
        <ReportCard
          checked={done.checked}
          request={done.request}
          outlineKnown={district.data !== undefined}
          isPending={check.isPending}
          error={check.error}
          selected={selected}
          onSelect={setSelected}
          onChange={check.mutate}
          onAgain={startAnew}
        />
      ) : (
        <UploadCard
          outlineKnown={district.data !== undefined}
          progress={check.isPending ? share : undefined}
          error={check.error}
          onCheck={check.mutate}
        />
      )}
    </div>
  );
}

function useCheckScene(
  checked: Checked | undefined,
  selected: number | undefined,
  onFault: (index: number) => void,
  compared: boolean,
): Scene {
  const { t } = useTranslation('check');
  const district = useQuery(areasQuery('district')).data;
  const faults = useMemo<readonly MapFault[] | undefined>(
    () =>
      checked?.report.faults.map(({ at, kind, severity }) => ({ at, kind, severity, sign: t(`fault.sign.${kind}`) })),
    [checked, t],
  );
  const areas = useMemo(() => {
    if (!district || (checked && !compared)) return undefined;
    return { grid: [], unit: [], district: district.features };
  }, [district, checked, compared]);
  const focus = useMemo(() => focusOf(checked, selected), [checked, selected]);
  return useMemo<Scene>(
    () => ({
      level: 'district',
      areas,
      checked: checked?.features,
      faults,
      selectedFault: selected,
      focus,
      onFault,
      covered: { left: checked ? LEFT_CARD : 0, right: 0 },
    }),
    [areas, checked, faults, selected, focus, onFault],
  );
}

/** The camera goes to the selected fault, else to the whole file. */
function focusOf(checked: Checked | undefined, selected: number | undefined): Focus | undefined {
  if (!checked) return undefined;
  const fault = selected === undefined ? undefined : checked.report.faults[selected];
  const place = fault && boundsOfOne(fault.at);
  if (place) return { key: `fault ${selected}`, bounds: widen(place, SURROUNDINGS), maxZoom: 19 };
  const drawn = [...checked.features.features, ...checked.report.faults.map(({ at }) => ({ geometry: at }))];
  const whole = boundsOf(drawn.map(({ geometry }) => geometry));
  return whole && { key: `file ${checked.fileName}`, bounds: whole };
}
