import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { areasQuery } from '../api/coverage.ts';
import { boundsOf } from './bounds.ts';
import { DistrictMap } from './DistrictMap.tsx';
import type { Scene } from './scene.ts';

const SetScene = createContext<((scene: Scene) => void) | undefined>(undefined);

const EMPTY: Scene = { level: 'grid' };

/** One map under all the pages that use it: it stays while the pages change, and each tells it what to show. */
export function Stage({ children }: { children: ReactNode }) {
  const [scene, setScene] = useState<Scene>(EMPTY);
  const { data: district } = useQuery(areasQuery('district'));
  const home = useMemo(() => district && boundsOf(district.features.map(({ geometry }) => geometry)), [district]);
  return (
    <SetScene value={setScene}>
      <DistrictMap scene={scene} home={home} />
      {children}
    </SetScene>
  );
}

/** Shows a scene on the map for as long as the page is there. The scene has to be memoised by the page. */
export function useScene(scene: Scene): void {
  const setScene = useContext(SetScene);
  useEffect(() => setScene?.(scene), [setScene, scene]);
}
