import { areas } from './en/areas.ts';
import { common } from './en/common.ts';
import { files } from './en/files.ts';
import { forms } from './en/forms.ts';
import { map } from './en/map.ts';
import { problems } from './en/problems.ts';
import { proof } from './en/proof.ts';
import type { Texts } from './texts.ts';
import type { zhCN } from './zhCN.ts';

/** English texts that every page may use. */
export const en: Texts<typeof zhCN> = { ...areas, ...common, ...files, ...forms, ...map, ...problems, ...proof };
