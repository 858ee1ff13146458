import { queryOptions } from '@tanstack/react-query';
import { Problem } from './client.ts';

/** Something that is compiled into a package. */
interface NoticedPart {
  name: string;
  licence: string;
  source: string;
}

/** A package of others that the product has in it; `texts` are places in the list of all texts. */
export interface NoticedPackage {
  name: string;
  version: string;
  licence: string;
  home: string;
  texts: number[];
  inside?: NoticedPart[];
}

/** What `npm run notices` has written. */
export interface Notices {
  packages: NoticedPackage[];
  texts: string[];
}

/** The notices, which are read when somebody asks for them. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Notices> => {
    const answer = await fetch('/third-party.json', { signal });
    if (!answer.ok) throw new Problem(answer.status, { code: 'unavailable', detail: answer.statusText });
    return (await answer.json()) as Notices;
  },
});
