import { useQuery } from '@tanstack/react-query';
import type { SecondOpinion } from '../../../server/core/coverage/secondOpinion.ts';
import { coverageQuery, generationQuery } from '../../api/coverage.ts';

/** What is to be said of a generation. */
export interface Verdict {
  /** Our own proof: it does not fill its mandated outline. Known of the generation in force only. */
  isOffOutline: boolean;
  /** PostGIS's: null while it is at work, `undefined` while we do not know. */
  opinion: SecondOpinion | null | undefined;
}

/** The verdicts on a generation; `enabled` asks the server for PostGIS's on one that is not in force. */
export function useVerdict(generation: number, enabled = true): Verdict {
  const { data: coverage } = useQuery(coverageQuery);
  const inForce = coverage?.generation === generation ? coverage.proof : undefined;
  const { data: summary } = useQuery({ ...generationQuery(generation), enabled: enabled && !inForce });
  return {
    isOffOutline: inForce?.ok === false,
    opinion: inForce ? inForce.secondOpinion : summary?.secondOpinion,
  };
}

/** The key of the sentence in which a generation's proof is told; all but the first tell that something is wrong. */
export function proofWords({ isOffOutline, opinion }: Verdict): 'proven' | 'offOutline' | 'doubted' {
  if (isOffOutline) return 'offOutline';
  return opinion?.ok === false ? 'doubted' : 'proven';
}
