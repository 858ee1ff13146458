/** The same keys, with any text: what a language has to say, so that a missing one does not compile. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
