import type { Texts } from '../../ui/texts/texts.ts';
import { drafts } from './en/drafts.ts';
import { drawing } from './en/drawing.ts';
import { impact } from './en/impact.ts';
import { planPanel } from './en/planPanel.ts';
import { plans } from './en/plans.ts';
import type { zhCN } from './zhCN.ts';

/** English texts of the plans. */
export const en: Texts<typeof zhCN> = { ...drafts, ...drawing, ...impact, ...planPanel, ...plans };
