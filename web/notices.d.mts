/** What the product has of others in it. */
export interface CollectedNotices {
  packages: {
    name: string;
    version: string;
    licence: string;
    home: string;
    texts: number[];
    inside?: { name: string; licence: string; source: string }[];
  }[];
  texts: string[];
}
export function collectNotices(): CollectedNotices;
export function asMarkdown(notices: CollectedNotices): string;
