import { auditAccess } from './audit/access.ts';
import { coverageAccess } from './coverage/access.ts';
import { draftAccess } from './drafting/access.ts';
import { eventAccess } from './events/access.ts';
import { httpAccess } from './http/access.ts';
import { AccessTable } from './http/accessTable.ts';
import { interopAccess } from './interop/access.ts';
import { jobAccess } from './jobs/access.ts';
import { lookupAccess } from './lookup/access.ts';
import { peopleAccess } from './people/access.ts';
import { placesAccess } from './places/access.ts';
import { planAccess } from './plans/access.ts';

/** The one table of who may do what. */
export const ACCESS = new AccessTable({
  http: httpAccess,
  people: peopleAccess,
  audit: auditAccess,
  jobs: jobAccess,
  events: eventAccess,
  coverage: coverageAccess,
  places: placesAccess,
  plans: planAccess,
  drafting: draftAccess,
  lookup: lookupAccess,
  interop: interopAccess,
});
