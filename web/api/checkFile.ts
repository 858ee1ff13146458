import type { Static } from 'typebox';
import type { CheckedFile } from '../../server/core/coverage/intake/checkFile.ts';
import type { AreaCollection, Crs, ValidationReport } from '../../server/core/coverage/schemas.ts';
import { call, Problem, parseObject, retryAfter } from './client.ts';
import { placedInFile } from './placedInFile.ts';

/** A file to check and how to check it. */
export interface CheckRequest {
  file: File;
  crs: Crs;
  /** The outline the areas have to fill: the published district's, or another file's. */
  parent?: File | 'published' | undefined;
  snapMetres?: number | undefined;
}

/** A check that has been done: the report, and what to draw under its faults, in WGS84. */
export interface Checked {
  fileName: string;
  report: ValidationReport;
  features: GeoJSON.FeatureCollection | undefined;
}

/**
 * Sends a file to be checked. GeoJSON that is to be checked as it is goes to `/coverage/validate`; other formats, shifted
 * datums, and files that are to be snapped first, to `/coverage/check-file`, which gives the areas back as it read them.
 * `onProgress` hears the share sent, from 0 to 1.
 */
export async function checkFile(request: CheckRequest, onProgress: (share: number) => void): Promise<Checked> {
  const { file, crs } = request;
  const parent = request.parent === 'published' ? await publishedOutline(crs) : request.parent;
  const features = await readFeatureCollection(file);
  const outline = parent && (await readGeometry(parent));
  const asItIs = !request.snapMetres && (crs === 'wgs84' || crs === 'cgcs2000') && (!parent || outline);
  if (features && asItIs) {
    const report = await send(
      '/api/v1/coverage/validate',
      JSON.stringify({ parent: outline, features, crs }),
      onProgress,
    );
    return { fileName: file.name, report: report as unknown as ValidationReport, features };
  }
  const answer = await send('/api/v1/coverage/check-file', formOf(request, parent), onProgress);
  const checked = answer as unknown as CheckedFile;
  return { fileName: file.name, report: checked, features: checked.features };
}

function formOf({ file, crs, snapMetres }: CheckRequest, parent: File | undefined): FormData {
  const form = new FormData();
  form.set('crs', crs);
  if (snapMetres) form.set('snapMetres', String(snapMetres));
  if (parent) form.set('parent', parent);
  form.set('file', file);
  return form;
}

/** The published district's outline as a file in the datum of the file it is compared with. */
async function publishedOutline(crs: Crs): Promise<File> {
  const { features } = await call<Static<typeof AreaCollection>>('/coverage/areas', {
    query: { level: 'district', crs },
  });
  return new File([JSON.stringify(features[0]?.geometry ?? null)], 'published.geojson', {
    type: 'application/geo+json',
  });
}

/** The features of a GeoJSON file; undefined for any other file. TopoJSON is JSON too, and not ours to read. */
async function readFeatureCollection(file: File): Promise<GeoJSON.FeatureCollection | undefined> {
  const value = await readJson(file);
  return value?.type === 'FeatureCollection' ? (value as unknown as GeoJSON.FeatureCollection) : undefined;
}

/** The one polygon geometry of a GeoJSON file; undefined for any other file. */
async function readGeometry(file: File): Promise<GeoJSON.Geometry | undefined> {
  const value = await readJson(file);
  if (value?.type === 'Polygon' || value?.type === 'MultiPolygon') return value as unknown as GeoJSON.Geometry;
  if (value?.type === 'Feature') return (value as unknown as GeoJSON.Feature).geometry;
  if (value?.type !== 'FeatureCollection') return undefined;
  const { features } = value as unknown as GeoJSON.FeatureCollection;
  return features.length === 1 ? features[0]?.geometry : undefined;
}

async function readJson(file: File): Promise<Record<string, unknown> | undefined> {
  const beginning = (await file.slice(0, 64).text()).replace(/^\uFEFF/, '').trimStart();
  if (!beginning.startsWith('{')) return undefined;
  return parseObject((await file.text()).replace(/^\uFEFF/, ''));
}

/** Posts with progress, which `fetch` does not tell. */
function send(
  path: string,
  body: string | FormData,
  onProgress: (share: number) => void,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    if (typeof body === 'string') request.setRequestHeader('content-type', 'application/json');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.upload.addEventListener('load', () => onProgress(1));
    request.addEventListener('error', () => reject(new Problem(0, {})));
    request.addEventListener('load', () => {
      const answer = parseObject(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else {
        const wait = retryAfter(request.getResponseHeader('retry-after'));
        reject(new Problem(request.status, placedInFile(answer), wait));
      }
    });
    request.send(body);
  });
}
