import { drawing } from './en/drawing.ts';
import { files } from './en/files.ts';
import { frame } from './en/frame.ts';
import { map } from './en/map.ts';
import { planPages } from './en/planPages.ts';
import { refusals } from './en/refusals.ts';
import { work } from './en/work.ts';
import type { Messages } from './messages.ts';

/** The interface in English. */
export const en: Messages = { ...drawing, ...files, ...frame, ...map, ...planPages, ...refusals, ...work };
