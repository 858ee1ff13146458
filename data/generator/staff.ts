import type { Named } from '../../server/core/coverage/model.ts';
import { personName } from './names.ts';
import { seededRandom } from './random.ts';

/** Who answers for an area. Names and phones are made up. */
export interface StaffMember {
  /** The code of the area: six digits for a warden, four for a unit head, two for the district head. */
  code: string;
  name: string;
  phone: string;
  role: 'districtHead' | 'unitHead' | 'warden';
}

const ROLE_BY_LENGTH: Record<number, StaffMember['role']> = { 2: 'districtHead', 4: 'unitHead', 6: 'warden' };

/** One head for the district and for each unit, one warden for each grid. A phone number that starts with 000 is nobody's. */
export function appointStaff(areas: readonly Named[], seed: number): StaffMember[] {
  const random = seededRandom(seed, 'staff');
  return areas.map(({ code }) => ({
    code,
    name: personName(random),
    phone: `000-0000-${code.slice(2).padStart(4, '0')}`,
    role: ROLE_BY_LENGTH[code.length] as StaffMember['role'],
  }));
}
