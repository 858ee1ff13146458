import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Fault } from '../core/fault.ts';
import { FilePart } from '../core/formParts.ts';
import { holds } from '../core/people/rights.ts';
import { CompactPlaces, PlacesQuery, PlacesReplaced, PlacesUploadQuery } from '../core/places/schemas.ts';
import { callerOf } from '../http/principal.ts';
import { FORM, formReader, formValidator } from '../http/upload.ts';
import type { PlacesService } from './service.ts';

export interface PlacesRoutesOptions {
  places: PlacesService;
}

const FILE_BYTES = 64 * 1024 * 1024;

const PlacesForm = Type.Object({ file: FilePart });
const readPlacesForm = formReader(PlacesForm);

/** Weighted places: `/api/v1/places` gives them for sums on a map, and takes a bureau's own before the ledger exists. */
export const placesRoutes: FastifyPluginAsyncTypebox<PlacesRoutesOptions> = async (app, { places }) => {
  app.get(
    '/api/v1/places',
    {
      schema: {
        operationId: 'getPlaces',
        tags: ['places'],
        summary: 'Businesses or addresses as weighted points',
        querystring: PlacesQuery,
        response: { 200: CompactPlaces },
      },
    },
    async ({ query, principal }, reply) => {
      const { kind, within = places.district, crs = 'wgs84' } = query;
      if (!principal || !holds(principal.roles, 'readPlaces', within))
        throw new Fault('forbidden', `Your roles do not let you see the places of ${within}.`);
      const compact = await places.compact(kind, within, crs);
      // The shape is fixed by its type; the schema's serializer would walk every point once more.
      reply.serializer(JSON.stringify);
      return compact;
    },
  );

  app.post(
    '/api/v1/places',
    {
      bodyLimit: FILE_BYTES + 10_000,
      schema: {
        operationId: 'replacePlaces',
        tags: ['places'],
        summary: 'Replaces all businesses or addresses by a CSV file: lng, lat, name?, detail?, weight?',
        ...FORM,
        querystring: PlacesUploadQuery,
        body: PlacesForm,
        response: { 200: PlacesReplaced },
      },
      validatorCompiler: formValidator,
    },
    async (request) => {
      const { kind, crs = 'wgs84' } = request.query;
      const { file } = (await readPlacesForm(request, { bytes: FILE_BYTES })).parts;
      return places.replace(kind, file.bytes, crs, callerOf(request));
    },
  );
};
