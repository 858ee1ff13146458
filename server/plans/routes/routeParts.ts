import { Type } from 'typebox';

export const PlanId = Type.Object({ id: Type.String({ format: 'uuid', description: 'The id of a plan' }) });
