import { readFileSync } from 'node:fs';

/** What `getconf CLK_TCK` says on every Linux there is. */
const TICKS_PER_SECOND = 100;

/** The CPU seconds a process has used, with those of its children that have ended; null where there is no /proc to ask. */
export function cpuSeconds(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold blanks: utime, stime, cutime and cstime are the fields 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}
