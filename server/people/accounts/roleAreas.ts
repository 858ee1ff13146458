import { Fault } from '../../core/fault.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';

/** Whether a code is that of the district, a unit or a grid that people can have roles in now. */
export type AreaExists = (code: string) => boolean;

/**
 * Refuses roles for areas there are not: a typing error would give a role nobody can use, or one that some later grid fills with
 * meaning. Roles `held` already are let be, though their grid was retired meanwhile.
 */
export function refuseUnknownAreas(
  roles: readonly ScopedRole[],
  areaExists: AreaExists,
  held: readonly ScopedRole[] = [],
): void {
  const isHeld = ({ role, scope }: ScopedRole) => held.some((own) => own.role === role && own.scope === scope);
  const errors = roles.flatMap((wanted, index) =>
    areaExists(wanted.scope) || isHeld(wanted)
      ? []
      : [{ path: `/roles/${index}/scope`, message: `there is no area ${wanted.scope} in the published boundaries` }],
  );
  if (errors.length > 0)
    throw new Fault('invalid-input', 'A role holds in the district, a unit or a grid that is published.', errors);
}
