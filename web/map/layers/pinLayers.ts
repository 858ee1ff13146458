import type { Layer } from '@deck.gl/core';
import { ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import { FONT_FAMILY } from '../../ui/theme.ts';
import { rgba, tokens } from '../../ui/tokens.ts';
import type { Pin } from '../scene.ts';

/** Marked spots: a ringed dot for an answer, a filled dot for one found, a cross for one that was not. */
export function pinLayers(pins: readonly Pin[]): Layer[] {
  const failed = pins.filter((pin) => pin.kind === 'failed');
  const others = pins.filter((pin) => pin.kind !== 'failed');
  return [
    new ScatterplotLayer<Pin>({
      id: 'pins-halo',
      data: pins.filter((pin) => pin.kind === 'answer'),
      getPosition: ({ lng, lat }) => [lng, lat],
      getRadius: 18,
      radiusUnits: 'pixels',
      getFillColor: rgba(tokens.primary, 0.18),
    }),
    new ScatterplotLayer<Pin>({
      id: 'pins',
      data: others,
      getPosition: ({ lng, lat }) => [lng, lat],
      getRadius: ({ kind }) => (kind === 'answer' ? 8 : 5),
      radiusUnits: 'pixels',
      getFillColor: rgba(tokens.primary),
      stroked: true,
      getLineColor: [255, 255, 255],
      getLineWidth: ({ kind }) => (kind === 'answer' ? 3 : 1.5),
      lineWidthUnits: 'pixels',
    }),
    new TextLayer<Pin>({
      id: 'pins-failed',
      data: failed,
      getPosition: ({ lng, lat }) => [lng, lat],
      getText: () => '✕',
      getSize: 20,
      getColor: rgba(tokens.fault),
      fontFamily: FONT_FAMILY,
      fontWeight: 700,
      characterSet: ['✕'],
      fontSettings: { sdf: true, fontSize: 64, buffer: 12, radius: 14 },
      outlineColor: [255, 255, 255, 255],
      outlineWidth: 4,
    }),
  ];
}
