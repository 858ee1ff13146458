import type { ComponentType } from 'react';
import type { Right } from '../../server/core/people/rights.ts';
import type { Language } from './texts/language.ts';
import type { Namespaces } from './texts/namespaces.ts';
import type { zhCN } from './texts/zhCN.ts';

/** The names of the places in the rail. */
export type Place = keyof (typeof zhCN)['place'];

/** An address of an area and the page it shows, which comes when somebody goes there. */
export interface Page {
  path: string;
  load: () => Promise<ComponentType>;
  /** Whether it floats over the map that all such pages share, or fills the window itself. */
  ground: 'map' | 'plain';
}

/** An area's entry in the rail. */
export interface RailEntry {
  /** Its name in the rail, the breadcrumb and the title of the window. */
  place: Place;
  /** Where it leads: `/` and the first step of the area's addresses. */
  to: string;
  icon: ComponentType;
  /** Entries stand by this, smallest first. */
  order: number;
  /** Who may use it, where not everybody may. */
  right?: Right;
}

/** A part of the app in a folder of its own, as it is registered in `app/areas.ts`. */
export interface Area {
  /** The namespace of its texts, by which its components ask for them: `useTranslation(name)`. */
  name: keyof Namespaces;
  /** Its texts by language; they are loaded with its first page. */
  texts: Readonly<Record<Language, () => Promise<object>>>;
  rail: RailEntry;
  pages: readonly Page[];
}
