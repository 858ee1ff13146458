import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The TypeScript that `openapi-typescript` makes of a description. */
export async function clientTypes(description: object): Promise<string> {
  return astToString(await openapiTypescript(description as OpenAPI3));
}
