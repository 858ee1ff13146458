import { type TSchema, Type } from 'typebox';

/** How many entries a page of a list holds when nothing is said, and at most. */
export interface PageSize {
  usual: number;
  most: number;
}

/** A cursor that is the number of an entry. */
export const NumberCursor = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'Entries after this one, as the `Link` of the page before gives it',
});

/** A cursor of several keys: nobody but the list reads it. */
export const TextCursor = Type.String({ maxLength: 200, description: 'As the `Link` of the page before gives it' });

/** The members of a query that ask for a page of a list. */
export const pageMembers = <C extends TSchema>({ usual, most }: PageSize, cursor: C) => ({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: most, description: `How many; default ${usual}` })),
  cursor: Type.Optional(cursor),
});
