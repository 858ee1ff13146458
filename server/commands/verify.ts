import { readFileSync } from 'node:fs';
import { type CertificateCheck, checkCertificate } from '../core/coverage/certificate/certificateCheck.ts';
import type { Certificate } from '../core/coverage/schemas.ts';
import { runCommand, UsageError } from './commandLine.ts';

/**
 * `npm run verify -- <certificate.json> <grids.geojson> [outline.geojson]`: checks with no server and no database that the grids are
 * the ones the certificate speaks of, and that they tile its district; with the outline, that it is that one. Ends with 0 when every
 * line is right.
 */
async function verify(): Promise<number> {
  const [certificatePath, gridsPath, outlinePath, ...rest] = process.argv.slice(2);
  if (!certificatePath || !gridsPath || rest.length > 0)
    throw new UsageError('Usage: npm run verify -- <certificate.json> <grids.geojson> [outline.geojson]');
  const certificate = readJson(certificatePath) as Certificate;
  const checks = checkCertificate(
    certificate,
    readJson(gridsPath),
    outlinePath === undefined ? undefined : readJson(outlinePath),
  );
  for (const { what, ok, detail } of checks)
    process.stdout.write(`${ok ? '  ok   ' : '  FAIL '} ${what}${detail ? `: ${detail}` : ''}\n`);
  const ok = checks.every((check: CertificateCheck) => check.ok);
  const comparedWith = outlinePath
    ? `It was compared with the outline in ${outlinePath}.`
    : 'It was compared with the outline that the certificate names by its hash. To see that this is the outline that was given, add its file.';
  process.stdout.write(
    ok
      ? `\nGeneration ${certificate.generation} of ${certificate.district.code} ${certificate.district.name} verifies. ${comparedWith}\n`
      : '\nThis does NOT verify.\n',
  );
  return ok ? 0 : 1;
}

function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new UsageError(`${path} is not JSON.`);
  }
}

await runCommand(verify);
