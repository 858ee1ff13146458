import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Settings } from '../core/settings.ts';

/** What the app has to know of this installation: `/api/v1/settings`. */
export const settingsRoutes: FastifyPluginAsyncTypebox<Settings> = async (app, { basemapStyle }) => {
  app.get(
    '/api/v1/settings',
    {
      schema: {
        operationId: 'getSettings',
        tags: ['settings'],
        summary: 'The settings the app works with',
        response: { 200: Settings },
      },
    },
    () => ({ basemapStyle }),
  );
};
