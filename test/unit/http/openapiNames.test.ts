import { describe, expect, it } from 'vitest';
import { nameSchemas } from '../../../server/http/openapiNames.ts';

const point = (description?: string) => ({ title: 'Point', type: 'object', ...(description ? { description } : {}) });

describe('the names of schemas', () => {
  it('puts a titled schema among the components once, and a reference wherever it stood', () => {
    const line = { title: 'Line', type: 'object', properties: { from: point(), to: point() } };
    const document = { paths: { '/a': { schema: line }, '/b': { schema: point() } }, components: {} };
    nameSchemas(document);
    expect(document).toEqual({
      paths: {
        '/a': { schema: { $ref: '#/components/schemas/Line' } },
        '/b': { schema: { $ref: '#/components/schemas/Point' } },
      },
      components: {
        schemas: {
          Point: point(),
          Line: {
            title: 'Line',
            type: 'object',
            properties: { from: { $ref: '#/components/schemas/Point' }, to: { $ref: '#/components/schemas/Point' } },
          },
        },
      },
    });
  });

  it('leaves a property that is called title where it is', () => {
    const schema = { type: 'object', properties: { title: { type: 'string' } } };
    const document = { paths: { '/a': { schema: structuredClone(schema) } } };
    nameSchemas(document);
    expect(document.paths['/a'].schema).toEqual(schema);
  });

  it('keeps the description where a parameter has left it out', () => {
    const document = { paths: { '/a': point(), '/b': point('A spot') }, components: { schemas: {} } };
    nameSchemas(document);
    expect(document.components.schemas).toEqual({ Point: point('A spot') });
  });

  it('refuses two unlike schemas of one name', () => {
    const document = { paths: { '/a': point(), '/b': { title: 'Point', type: 'array' } } };
    expect(() => nameSchemas(document)).toThrow('“Point”');
  });

  it('says which value stands for which of the named alternatives', () => {
    const edit = (op: string) => ({ title: `${op}Edit`, type: 'object', properties: { op: { enum: [op] } } });
    const any = { title: 'Edit', discriminator: { propertyName: 'op' }, oneOf: [edit('split'), edit('merge')] };
    const document = { paths: { '/a': any }, components: { schemas: {} } };
    nameSchemas(document);
    expect(document.components.schemas).toHaveProperty('Edit.discriminator.mapping', {
      split: '#/components/schemas/splitEdit',
      merge: '#/components/schemas/mergeEdit',
    });
  });
});
