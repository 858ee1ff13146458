import { readFileSync } from 'node:fs';
import { type CertificateCheck, checkCertificate } from '../core/coverage/certificateCheck.ts';
import type { Certificate } from '../core/coverage/schemas.ts';
import { runCommand, UsageError } from './commandLine.ts';

/**
 * `npm run verify -- <certificate.json> <grids.geojson>`: checks with no server and no database that the grids are the ones the
 * certificate speaks of, and that they tile its district. Ends with 0 when every line is right.
 */
async function verify(): Promise<number> {
  const [certificatePath, gridsPath, ...rest] = process.argv.slice(2);
  if (!certificatePath || !gridsPath || rest.length > 0)
    throw new UsageError('Usage: npm run verify -- <certificate.json> <grids.geojson>');
  const certificate = readJson(certificatePath) as Certificate;
  const checks = checkCertificate(certificate, readJson(gridsPath));
  for (const { what, ok, detail } of checks)
    process.stdout.write(`${ok ? '  ok   ' : '  FAIL '} ${what}${detail ? `: ${detail}` : ''}\n`);
  const ok = checks.every((check: CertificateCheck) => check.ok);
  process.stdout.write(
    ok
      ? `\nGeneration ${certificate.generation} of ${certificate.district.code} ${certificate.district.name} verifies.\n`
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
