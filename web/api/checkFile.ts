import type { CheckedFile } from '../../server/core/coverage/intake/schemas.ts';
import type { AreaCollection, Crs } from '../../server/core/coverage/schemas.ts';
import { call, Problem, parseObject, retryAfter } from './client.ts';
import type { FileReading } from './fileReading.ts';
import { placedInFile } from './placedInFile.ts';

/** A file to check and how to check it. */
export interface CheckRequest extends FileReading {
  file: File;
  /** The outline the areas have to fill: the published district's, or another file's. */
  parent?: File | 'published' | undefined;
}

/** A check that has been done: the report, and what to draw under its faults, in WGS84. */
export interface Checked {
  fileName: string;
  report: CheckedFile;
  features: GeoJSON.FeatureCollection;
}

/**
 * Sends a file of any format to be checked; the areas come back as they were read. `onProgress` hears the share sent, from 0 to 1.
 * Throws a `Problem` as `call` does.
 */
export async function checkFile(request: CheckRequest, onProgress: (share: number) => void): Promise<Checked> {
  const parent = request.parent === 'published' ? await publishedOutline(request.crs) : request.parent;
  const answer = await send('/api/v1/coverage/check-file', formOf(request, parent), onProgress);
  const report = answer as unknown as CheckedFile;
  return { fileName: request.file.name, report, features: report.features };
}

function formOf({ file, crs, snapMetres, layer, codeColumn }: CheckRequest, parent: File | undefined): FormData {
  const form = new FormData();
  form.set('crs', crs);
  if (snapMetres) form.set('snapMetres', String(snapMetres));
  if (layer) form.set('layer', layer);
  if (codeColumn) form.set('codeColumn', codeColumn);
  if (parent) form.set('parent', parent);
  form.set('file', file);
  return form;
}

/** The published district's outline as a file in the datum of the file it is compared with. */
async function publishedOutline(crs: Crs): Promise<File> {
  const { features } = await call<AreaCollection>('/coverage/areas', {
    query: { level: 'district', crs },
  });
  return new File([JSON.stringify(features[0]?.geometry ?? null)], 'published.geojson', {
    type: 'application/geo+json',
  });
}

/** Posts with progress, which `fetch` does not tell. */
function send(path: string, body: FormData, onProgress: (share: number) => void): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
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
