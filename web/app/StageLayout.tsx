import { Outlet } from 'react-router';
import '../ui/floatingCard.css';
import './overMap.css';
import { Stage } from '../map/stage.tsx';

/** The pages that float over the map. */
export function StageLayout() {
  return (
    <Stage>
      <Outlet />
    </Stage>
  );
}
