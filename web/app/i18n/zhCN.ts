import { drawing } from './zhCN/drawing.ts';
import { files } from './zhCN/files.ts';
import { frame } from './zhCN/frame.ts';
import { map } from './zhCN/map.ts';
import { planPages } from './zhCN/planPages.ts';
import { refusals } from './zhCN/refusals.ts';
import { work } from './zhCN/work.ts';

/** The interface in Chinese: the set of keys every other language has to fill. */
export const zhCN = { ...drawing, ...files, ...frame, ...map, ...planPages, ...refusals, ...work };
