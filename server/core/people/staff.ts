import { type Static, Type } from 'typebox';

/** The people who answer for an area, as the implementation plan names them (design: mission, "People per grid"). */
export const STAFF_ROLES = ['districtHead', 'unitHead', 'warden', 'manager', 'informant', 'monitor'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const StaffMember = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{2}([0-9]{2}){0,2}$' }),
    name: Type.String({ minLength: 1, maxLength: 100, format: 'visible-name' }),
    phone: Type.String({ maxLength: 40 }),
    role: Type.Enum(STAFF_ROLES),
  },
  { additionalProperties: false },
);
export type StaffMember = Static<typeof StaffMember>;
