import { AreaReader } from '../geometry/geoJson.ts';
import { hashOfAreas, hashOfCertificate } from './certificate.ts';
import { unitOf } from './codes.ts';
import { deriveUnits } from './levels.ts';
import { outlineOf } from './outlines.ts';
import { proveCoverage } from './proof.ts';
import type { Certificate, Level } from './schemas.ts';
import { readFeatures, refuseErrors } from './validation.ts';

/** One thing that was checked about a certificate. */
export interface CertificateCheck {
  what: string;
  ok: boolean;
  detail?: string;
}

/**
 * Checks a certificate against the grids of its generation, from these two alone: the certificate's own hash, the grids' proof and
 * hash, and the units and the district derived from the grids. Throws a `Fault` when a file is not what it should be.
 */
export function checkCertificate(certificate: Certificate, grids: unknown): CertificateCheck[] {
  const checks: CertificateCheck[] = [];
  const add = (what: string, ok: boolean, detail?: string) =>
    checks.push({ what, ok, ...(detail === undefined ? {} : { detail }) });
  add('the certificate is whole (its own hash)', certificate.sha256 === hashOfCertificate(certificate));
  const reader = new AreaReader();
  const members = readFeatures(grids, reader, '');
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
  add(
    'the district fills the mandated outline, with no gap and nothing outside',
    certificate.outlineSha256 === hashOfAreas([district]),
  );
  return checks;
}

const countDetail = (wanted: number | undefined, found: number): string | undefined =>
  wanted === found ? undefined : `${found} found, ${wanted} certified`;
