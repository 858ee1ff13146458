import { useStepWords } from '../../plans/decisions/planStep.ts';

/** What an edit does, in words. */
export function useStepName(): (op: string) => string {
  const words = useStepWords();
  return (op) => words({ kind: 'edit', op });
}
