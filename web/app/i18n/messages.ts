import type { Texts } from './texts.ts';
import type { zhCN } from './zhCN.ts';

/** All texts of the interface, with the keys of the Chinese ones. */
export type Messages = Texts<typeof zhCN>;
