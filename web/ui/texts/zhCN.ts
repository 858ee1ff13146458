import { areas } from './zhCN/areas.ts';
import { common } from './zhCN/common.ts';
import { files } from './zhCN/files.ts';
import { forms } from './zhCN/forms.ts';
import { map } from './zhCN/map.ts';
import { problems } from './zhCN/problems.ts';
import { proof } from './zhCN/proof.ts';

/** Chinese texts that every page may use. */
export const zhCN = { ...areas, ...common, ...files, ...forms, ...map, ...problems, ...proof };
