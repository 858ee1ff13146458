import { createHash } from 'node:crypto';
import type { Collection } from './collections.ts';
import { CONFORMANCE, type CollectionDocument, type Document } from './documents.ts';
import type { Link } from './links.ts';
import type { FeatureDocument, FeaturePage } from './service.ts';

/** The documents as plain pages, for people who follow a link from their GIS program. No scripts. */

const STYLE = `
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; color: #1C2A3A; background: #EEF1F4; margin: 0; }
main { max-width: 60rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border-radius: 12px; }
h1 { font-size: 1.5rem; margin-top: 0; } a { color: #1F5EFF; } nav { margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.35rem 0.75rem; border-bottom: 1px solid #DDE3EA; }
td { font-variant-numeric: tabular-nums; } .pages a { margin-right: 1rem; }
`;

/** The pages' policy: nothing is loaded or run; the one style sheet is named by its hash. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (value: unknown): string => String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
const anchor = (href: string, words: string): string => `<a href="${escape(href)}">${escape(words)}</a>`;

const start = (title: string, base: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main><nav>${anchor(base, 'Gridwarden 网格管家')} · ${anchor(`${base}/collections?f=html`, '图层 Collections')}</nav>
<h1>${escape(title)}</h1>
`;
const END = '\n</main></body></html>\n';

const page = (title: string, base: string, body: string): string => start(title, base) + body + END;

const linkList = (links: readonly Link[]): string =>
  `<ul>${links.map(({ href, title, rel }) => `<li>${anchor(href, title ?? rel)}</li>`).join('')}</ul>`;

const paragraph = (text: string | undefined): string => (text === undefined ? '' : `<p>${escape(text)}</p>`);

export const documentPage = ({ title, description, links }: Document, base: string): string =>
  page(title, base, paragraph(description) + linkList(links));

export const conformancePage = (base: string): string =>
  page('Conformance', base, `<ul>${CONFORMANCE.map((uri) => `<li>${escape(uri)}</li>`).join('')}</ul>`);

export const collectionsPage = (collections: readonly CollectionDocument[], base: string): string =>
  page(
    '图层 Collections',
    base,
    collections
      .map(({ id, title, description }) => {
        const items = anchor(`${base}/collections/${id}/items?f=html`, title);
        return `<h2>${items}</h2>${paragraph(description)}`;
      })
      .join(''),
  );

const row = (cells: readonly string[], tag: 'td' | 'th'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

/** A page of features as a table, with the way to the pages around it, in pieces; its first rows only, where `most` says how many. */
export function* featuresPage(
  { id, title }: Collection,
  base: string,
  { features, links, matched }: FeaturePage,
  most = features.length,
): Generator<string> {
  const columns = Object.keys(features[0]?.attributes ?? { code: '', name: '' });
  const items = `${base}/collections/${id}/items`;
  yield `${start(title, base)}<p>${matched} 个要素 features</p><table>${row(columns.map(escape), 'th')}`;
  for (const { attributes } of features.slice(0, most)) {
    const cellOf = (column: string): string => {
      const value = String(attributes[column] ?? '');
      return column === 'code' ? anchor(`${items}/${encodeURIComponent(value)}?f=html`, value) : escape(value);
    };
    yield row(columns.map(cellOf), 'td');
  }
  const ways = links.filter(({ rel }) => rel in WAYS);
  yield `</table><p class="pages">${ways.map(({ href, rel }) => anchor(href, WAYS[rel] ?? rel)).join('')}</p>${END}`;
}

const WAYS: Readonly<Record<string, string>> = {
  prev: '← 上一页 Previous',
  next: '下一页 Next →',
  alternate: 'GeoJSON',
};

export const featurePage = (base: string, { id, properties, links }: FeatureDocument): string =>
  page(
    `${id} ${properties['name'] ?? ''}`,
    base,
    `<table>${Object.entries(properties)
      .map((entry) => row(entry.map(escape), 'td'))
      .join('')}</table>${linkList(links)}`,
  );

interface Described {
  info: { title: string; description: string };
  paths: Record<string, { get?: { summary?: string } }>;
}

/** The API's description for reading. */
export function apiPage(base: string, description: object): string {
  const { info, paths } = description as Described;
  const rows = Object.entries(paths).map(([path, { get }]) =>
    row([`<code>GET ${escape(path)}</code>`, escape(get?.summary ?? '')], 'td'),
  );
  return page(
    info.title,
    base,
    `${paragraph(info.description)}<table>${rows.join('')}</table><p>${anchor(`${base}/api`, 'OpenAPI 3.0')}</p>`,
  );
}
