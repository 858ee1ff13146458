import { member } from '../http/accessRules.ts';
import type { AccessEntries } from '../http/accessTable.ts';

/** Who may hear of events; each event is only for those who may see what it is about. */
export const eventAccess: AccessEntries = { 'GET /api/v1/events': member };
