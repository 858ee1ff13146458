import type { Texts } from './texts.ts';
import type { zhCN } from './zhCN.ts';

/**
 * The texts there are, by namespace. Each area adds its own (in its `page.ts`), so that a component may ask for the texts of `ui` and of the
 * namespace it names, and for no other's.
 */
export interface Namespaces {
  ui: Texts<typeof zhCN>;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui';
    fallbackNS: 'ui';
    resources: Namespaces;
  }
}
