import Value from 'typebox/value';
import { unitOf } from '../../codes/codes.ts';
import { Fault } from '../../fault.ts';
import { edgesOf } from '../../geometry/edges.ts';
import { AreaReader } from '../../geometry/geoJson.ts';
import type { Area, Edge } from '../../geometry/lattice.ts';
import { facesOf, outlineOf } from '../outlines.ts';
import { deriveUnits } from '../proof/levels.ts';
import { proveCoverage } from '../proof/proof.ts';
import { MandatedOutline, type RefinedEdge } from '../proof/refinement.ts';
import { readFeatures, refuseErrors } from '../proof/validation.ts';
import { Certificate, type Level } from '../schemas.ts';
import { hashOfAreas, hashOfCertificate } from './certificate.ts';

/** One thing that was checked about a certificate. */
export interface CertificateCheck {
  what: string;
  ok: boolean;
  detail?: string;
}

/**
 * Checks a certificate against the grids of its generation: the certificate's own hash, the grids' proof and hash, and the units and
 * the district derived from the grids. The district is compared with the outline of the certificate's hash; with the given outline
 * itself (GeoJSON) where there is one, which alone shows that the certificate speaks of that one. Throws a `Fault` when a file
 * is not what it should be.
 */
export function checkCertificate(given: unknown, grids: unknown, outline?: unknown): CertificateCheck[] {
  const certificate = readCertificate(given);
  const checks: CertificateCheck[] = [];
  const add = (what: string, ok: boolean, detail?: string) =>
    checks.push({ what, ok, ...(detail === undefined ? {} : { detail }) });
  add('the certificate is whole (its own hash)', certificate.sha256 === hashOfCertificate(certificate));
  const reader = new AreaReader();
  const members = readFeatures(grids, reader, '');
  const file = outline === undefined ? null : readFeatures(collectionOf(outline), reader, '/outline');
  refuseErrors(reader);
  const proof = proveCoverage(members, null);
  add(
    'the grids are valid and do not overlap',
    proof.ok,
    proof.faults.find((fault) => fault.severity === 'error')?.message,
  );
  const coded = members.map(({ name, area }) => ({ code: name, area }));
  const level = (name: Level) => certificate.levels?.find((one) => one.level === name);
  add(
    `the grids are the ${level('grid')?.count} certified ones`,
    level('grid')?.sha256 === hashOfAreas(coded),
    countDetail(level('grid')?.count, coded.length),
  );
  if (!proof.ok) return checks;
  const units = deriveUnits(coded.map(({ code, area }) => ({ id: code, code, name: code, revision: 1, area })));
  add(
    'the units are the sums of their grids',
    level('unit')?.sha256 === hashOfAreas(units),
    countDetail(level('unit')?.count, units.length),
  );
  const district = {
    code: certificate.district?.code ?? unitOf(coded[0]?.code ?? '').slice(0, 2),
    area: outlineOf(units.map(({ area }) => area)),
  };
  add('the district is the sum of its units', level('district')?.sha256 === hashOfAreas([district]));
  checks.push(certifiedOutline(certificate, district.code, district.area));
  if (file)
    checks.push(
      ...givenOutline(
        certificate,
        district.code,
        district.area,
        file.flatMap(({ area }) => area),
      ),
    );
  return checks;
}

/** A certificate as it has to be written. Throws `invalid-input` naming the places where it is not. */
function readCertificate(given: unknown): Certificate {
  if (Value.Check(Certificate, given)) return given;
  const errors = Value.Errors(Certificate, given).map(({ instancePath, message }) => ({
    path: `/certificate${instancePath}`,
    message,
  }));
  throw new Fault('invalid-input', 'This is no certificate: it is not written as one.', errors);
}

/** The district against the outline whose hash the certificate has. */
function certifiedOutline(certificate: Certificate, code: string, district: Area): CertificateCheck {
  if (certificate.format === 'gridwarden-certificate-1') {
    return {
      what: 'the district is the working outline that this certificate of the first form has; that it is the given outline can only be seen with its file',
      ok: certificate.outlineSha256 === hashOfAreas([{ code, area: district }]),
    };
  }
  const lines = certificate.outlineInsertions ?? [];
  const outline = withoutInsertions(district, lines);
  const points = lines.reduce((sum, line) => sum + line.length / 2 - 2, 0);
  return {
    what: `the district fills the outline of the hash in the certificate, on which it has ${points} points within 5 cm, with no gap and nothing outside`,
    ok:
      outline !== null &&
      certificate.outlineSha256 === hashOfAreas([{ code, area: outline }]) &&
      refines(district, outline),
  };
}

/** The district and the certificate against the outline as it was given. */
function givenOutline(certificate: Certificate, code: string, district: Area, given: Area): CertificateCheck[] {
  const isCertified = certificate.outlineSha256 === hashOfAreas([{ code, area: given }]);
  const isOfFirstForm = certificate.format === 'gridwarden-certificate-1';
  return [
    {
      what: 'the district fills the outline of the file, with no gap and nothing outside',
      ok: refines(district, given),
    },
    ...(isOfFirstForm ? [] : [{ what: 'the certificate speaks of the outline of the file', ok: isCertified }]),
  ];
}

const refines = (district: Area, outline: Area): boolean =>
  hashOfAreas([{ code: '', area: new MandatedOutline(outline).refinedBy(edgesOf(district)).outline }]) ===
  hashOfAreas([{ code: '', area: district }]);

/** An outline with the points taken out that were put on it; null where it does not run along the lines with those points. */
function withoutInsertions(outline: Area, lines: readonly RefinedEdge[]): Area | null {
  const edges = new Map([...edgesOf(outline)].map((edge) => [edge.join(), edge]));
  for (const line of lines) {
    if (line.length % 2 !== 0) return null;
    for (let i = 0; i + 3 < line.length; i += 2) if (!edges.delete(line.slice(i, i + 4).join())) return null;
    const edge = [...line.slice(0, 2), ...line.slice(-2)] as unknown as Edge;
    if (line.length < 6 || edges.has(edge.join())) return null;
    edges.set(edge.join(), edge);
  }
  return facesOf(edges.values());
}

/** An outline may come as a FeatureCollection, a Feature or a bare geometry. */
function collectionOf(outline: unknown): unknown {
  const { type } = (outline ?? {}) as { type?: unknown };
  if (type === 'FeatureCollection') return outline;
  const feature = type === 'Feature' ? outline : { type: 'Feature', properties: {}, geometry: outline };
  return { type: 'FeatureCollection', features: [feature] };
}

const countDetail = (wanted: number | undefined, found: number): string | undefined =>
  wanted === found ? undefined : `${found} found, ${wanted} certified`;
