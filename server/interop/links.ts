/** A link as OGC API uses it. */
export interface Link {
  href: string;
  rel: string;
  type: string;
  title?: string;
}

export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const HTML_TYPE = 'text/html';
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0';

/** The address of the request: where the service is seen from outside, and what was asked. */
export interface Seen {
  /** `https://host/ogc` */
  base: string;
  /** Path below `base`, beginning with a slash, or empty. */
  path: string;
  query: URLSearchParams;
}

/** The same address with some parameters changed; null takes one away. */
export function addressWith({ base, path, query }: Seen, changes: Readonly<Record<string, string | null>>): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  const text = changed.toString();
  return base + path + (text === '' ? '' : `?${text}`);
}

/** Links from a document to itself and to its other form. */
export function selfLinks(seen: Seen, format: 'json' | 'html', jsonType: string): Link[] {
  const typeOf = { json: jsonType, html: HTML_TYPE };
  const other = format === 'json' ? 'html' : 'json';
  return [
    { href: addressWith(seen, {}), rel: 'self', type: typeOf[format], title: 'This document' },
    {
      href: addressWith(seen, { f: other }),
      rel: 'alternate',
      type: typeOf[other],
      title: `This document as ${other === 'html' ? 'a page' : 'JSON'}`,
    },
  ];
}
