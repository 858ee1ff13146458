import { drafts } from './zhCN/drafts.ts';
import { drawing } from './zhCN/drawing.ts';
import { impact } from './zhCN/impact.ts';
import { planPanel } from './zhCN/planPanel.ts';
import { plans } from './zhCN/plans.ts';

/** Chinese texts of the plans. */
export const zhCN = { ...drafts, ...drawing, ...impact, ...planPanel, ...plans };
