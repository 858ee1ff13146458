import { gridAt } from '../map/nearby.ts';
import { Tool, type Workplace } from './tool.ts';

/** Chooses a grid, whose card then offers what can be done to it as a whole. */
export class SelectTool extends Tool {
  constructor(place: Workplace) {
    super(place, {
      gesture: {
        kind: 'pointer',
        cursor: 'pointer',
        onClick: ({ at }) => place.select(gridAt(place.session.ground, at)?.code),
      },
    });
  }

  cancel(): void {
    this.place.select(undefined);
  }
}
