import { open, ownView } from './accessRules.ts';
import type { AccessEntries } from './accessTable.ts';

/** Who may call the routes that tell of the service itself. */
export const httpAccess: AccessEntries = {
  'GET /healthz': open,
  'GET /readyz': open,
  'GET /metrics': open,
  'GET /api/openapi.json': open,
  'GET /api/docs': open,
  'GET /api/docs/': open,
  'GET /api/docs/json': open,
  'GET /api/docs/yaml': open,
  'GET /api/docs/static/*': open,
  'GET /api/docs/static/index.html': open,
  'GET /api/docs/static/swagger-initializer.js': open,
  'GET /api/v1/settings': ownView,
};
