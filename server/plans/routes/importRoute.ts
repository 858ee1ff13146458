import type { FastifyInstance } from 'fastify';
import { PlanImportAnswer, PlanImportForm } from '../../core/plans/requests.ts';
import { FILE_LIMITS } from '../../files/limits.ts';
import { callerOf } from '../../http/principal.ts';
import { RequestKeyHeaders, requestKey } from '../../http/requestKey.ts';
import { FORM, formReader, formValidator } from '../../http/upload.ts';
import type { PlanImports } from '../files/planImports.ts';
import { PlanId } from './routeParts.ts';

const readPlanImportForm = formReader(PlanImportForm);

/** `POST /api/v1/plans/:id/import`: a file in the place of the plan's grids. */
export function importRoute(app: FastifyInstance, imports: PlanImports): void {
  app.post<{ Params: { id: string } }>(
    '/api/v1/plans/:id/import',
    {
      bodyLimit: FILE_LIMITS.fileBytes + 100_000,
      schema: {
        operationId: 'importIntoPlan',
        tags: ['plans'],
        summary: 'Takes a file into a plan; what is left amiss can be mended',
        ...FORM,
        params: PlanId,
        headers: RequestKeyHeaders,
        body: PlanImportForm,
        response: { 200: PlanImportAnswer },
      },
      validatorCompiler: formValidator,
    },
    async (request) => {
      const { parts, digest } = await readPlanImportForm(request);
      const { level = 'grid', crs = 'wgs84', snapMetres = 0, assignCodes = false, file, layer, codeColumn } = parts;
      return imports.take(callerOf(request), request.params.id, {
        file,
        level,
        crs,
        snapMetres,
        layer,
        codeColumn,
        assignCodes,
        request: requestKey(request, digest),
      });
    },
  );
}
