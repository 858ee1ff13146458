import { type Static, Type } from 'typebox';
import { FilePart } from '../../formParts.ts';
import { Crs } from '../schemas.ts';

/** The widest tolerance that is still snapping: beyond it borders would be invented. */
const MOST_SNAP_METRES = 100;

/** The parts that all forms with boundary files have. */
export const BOUNDARY_PARTS = {
  crs: Type.Optional(Crs),
  snapMetres: Type.Optional(
    Type.Number({ minimum: 0, maximum: MOST_SNAP_METRES, description: 'Borders this near to each other are one' }),
  ),
};

/** A layer by its name, or the column of the codes by its, where the service is not to find them itself. */
export const ChosenName = Type.Optional(Type.String());

/** Numbers the areas by where they lie instead of reading their codes. */
export const AssignCodes = Type.Optional(Type.Boolean());

/** `POST /coverage/check-file`. */
export const CheckForm = Type.Object({
  file: FilePart,
  parent: Type.Optional(FilePart),
  layer: ChosenName,
  parentLayer: ChosenName,
  codeColumn: ChosenName,
  ...BOUNDARY_PARTS,
});
export type CheckForm = Static<typeof CheckForm>;

/** `POST /coverage/imports`. */
export const ImportForm = Type.Object({
  district: Type.Optional(FilePart),
  units: Type.Optional(FilePart),
  grids: Type.Optional(FilePart),
  assignCodes: AssignCodes,
  districtLayer: ChosenName,
  unitsLayer: ChosenName,
  unitsCodeColumn: ChosenName,
  gridsLayer: ChosenName,
  gridsCodeColumn: ChosenName,
  ...BOUNDARY_PARTS,
});
export type ImportForm = Static<typeof ImportForm>;
