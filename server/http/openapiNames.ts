import { isDeepStrictEqual } from 'node:util';

type Schema = Record<string, unknown>;

interface Document {
  paths?: unknown;
  components?: { schemas?: Record<string, unknown> };
}

/**
 * Puts every schema that has a `title` among the components of an OpenAPI document under that name, once, and a reference where it
 * stood: generated clients then have names for what is sent and answered. Throws where two unlike schemas have one title.
 */
export function nameSchemas(document: Document): void {
  const named: Record<string, Schema> = {};
  const schemas = document.components?.schemas ?? {};
  for (const part of [schemas, document.paths]) referToNamed(part, named);
  document.components = { ...document.components, schemas: named };
  for (const schema of Object.values(named)) addMapping(schema, named);
}

/** Works from the inside out, so that a named schema refers to those within it. */
function referToNamed(value: unknown, named: Record<string, Schema>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Schema;
  for (const [key, member] of Object.entries(members)) members[key] = referToNamed(member, named);
  if (isChoiceOfTexts(members)) members['type'] ??= 'string';
  const { title } = members;
  if (typeof title !== 'string') return members;
  const known = named[title];
  if (known !== undefined && !isDeepStrictEqual(withoutDescription(known), withoutDescription(members)))
    throw new Error(`Two schemas of the API are called “${title}” and are not the same.`);
  if (known === undefined || known['description'] === undefined) named[title] = members;
  return { $ref: `${COMPONENTS}${title}` };
}

/** Generators that do not look at the values want the type besides. */
const isChoiceOfTexts = ({ enum: values }: Schema): boolean =>
  Array.isArray(values) && values.every((value) => typeof value === 'string');

const COMPONENTS = '#/components/schemas/';

/** The description of a parameter stands beside its schema, not in it. */
const withoutDescription = (schema: Schema): Schema => ({ ...schema, description: undefined });

/** Says which value of the discriminating property stands for which of the named alternatives. */
function addMapping(schema: Schema, named: Readonly<Record<string, Schema>>): void {
  const { discriminator, oneOf } = schema as { discriminator?: { propertyName: string }; oneOf?: { $ref: string }[] };
  if (discriminator === undefined || oneOf === undefined) return;
  const mapping = oneOf.map(({ $ref }) => {
    const { properties } = named[$ref.slice(COMPONENTS.length)] as { properties: Record<string, { enum: string[] }> };
    return [properties[discriminator.propertyName]?.enum[0], $ref];
  });
  schema['discriminator'] = { ...discriminator, mapping: Object.fromEntries(mapping) };
}
