import { type Static, Type } from 'typebox';

/** What the operator chose for this installation and the app has to know. */
export const Settings = Type.Object(
  {
    /** The URL of a MapLibre style to lay under the areas; null: our own plain map. */
    basemapStyle: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'Settings' },
);
export type Settings = Static<typeof Settings>;
