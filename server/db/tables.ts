import type { ColumnType, Generated } from 'kysely';
import type { Certificate } from '../core/coverage/schemas.ts';
import type { SecondOpinion } from '../core/coverage/secondOpinion.ts';
import type { JobOwner, JobProblem, JobState } from '../core/jobs/schemas.ts';
import type { Role } from '../core/people/schemas.ts';
import type { StaffRole } from '../core/people/staff.ts';
import type { PlaceKind } from '../core/places/schemas.ts';
import type { PlanState, PlanVerb } from '../core/plans/schemas.ts';

/** The columns of every table, as Kysely sees them; each slice has its tables here, made by the migration named. */

/** migrations/0001-people */
interface AccountsTable {
  id: Generated<string>;
  /** Lower case, the name one signs in with. */
  username: string;
  name: string;
  password_hash: string;
  active: Generated<boolean>;
  demo: Generated<boolean>;
  created_at: Generated<Date>;
  password_changed_at: Generated<Date>;
}

interface AccountRolesTable {
  account_id: string;
  role: Role;
  scope: string;
}

interface SessionsTable {
  secret_hash: Buffer;
  account_id: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

interface TokensTable {
  id: Generated<string>;
  secret_hash: Buffer;
  account_id: string;
  name: string;
  created_at: Date;
  expires_at: Date;
}

interface TokenRolesTable {
  token_id: string;
  role: Role;
  scope: string;
}

interface GridStaffTable {
  id: Generated<string>;
  district: string;
  /** Of the grid, unit or district the person serves. */
  code: string;
  name: string;
  phone: string;
  role: StaffRole;
}

interface AuditLogTable {
  sequence: number;
  at: Date;
  actor: string;
  action: string;
  target: string;
  /** The code prefix the entry is about; null: the service as a whole. */
  scope: string | null;
  /** Canonical JSON, as it was hashed. */
  before: string | null;
  after: string | null;
  address: string | null;
  previous_hash: string;
  hash: string;
}

interface AuditHeadTable {
  single: Generated<boolean>;
  sequence: number;
  hash: string;
}

/** migrations/0011-audit-tallies */
interface AuditTalliesTable {
  action: string;
  count: number;
  first_at: Date;
  last_at: Date;
}

/** migrations/0002-coverage */
interface DistrictsTable {
  district: string;
  latest_generation: Generated<number>;
}

interface GenerationsTable {
  district: string;
  number: number;
  effective_at: Date;
  published_at: Date;
  published_by: string;
  note: string;
  grid_count: number;
  certificate: ColumnType<Certificate, string, string>;
  sha256: string;
}

interface OutlineVersionsTable {
  district: string;
  name: string;
  /** What the government gave, and the same with the corners that grids have put on it. */
  mandated: unknown;
  working: unknown;
  from_generation: number;
  to_generation: number | null;
}

interface UnitVersionsTable {
  district: string;
  code: string;
  name: string;
  from_generation: number;
  to_generation: number | null;
}

interface GridVersionsTable extends UnitVersionsTable {
  id: string;
  revision: number;
  geom: unknown;
  area_square_metres: number;
}

interface UsedCodesTable {
  district: string;
  code: string;
  grid_id: string;
  first_generation: number;
  retired_generation: number | null;
}

interface BasemapFeaturesTable {
  district: string;
  id: Generated<number>;
  kind: string;
  name: string;
  class: string;
  geom: unknown;
}

interface ImportsTable {
  id: Generated<string>;
  district: string;
  created_at: Date;
  created_by: string;
  state: 'ready' | 'faulty' | 'published';
  title: string;
  report: ColumnType<unknown, string, string>;
  result: ColumnType<unknown, string | null, string | null>;
  generation: number | null;
  /** Who took the boundaries in, by account; null in what older versions wrote of accounts that are not known. */
  created_by_account: string | null;
  request_key: string | null;
  request_sha256: string | null;
  published_by: string | null;
  publish_request_key: string | null;
  publish_request_sha256: string | null;
}

/** migrations/0004-places */
interface PlacesTable {
  district: string;
  id: Generated<number>;
  kind: PlaceKind;
  name: string;
  /** The address as text. */
  detail: string;
  weight: number;
  geom: unknown;
}

interface PlaceSetsTable {
  district: string;
  kind: PlaceKind;
  /** Counts the times all places of the kind were replaced. */
  version: number;
  count: number;
  replaced_at: Date;
}

interface MigrationsTable {
  name: string;
  checksum: string;
  applied_at: ColumnType<Date, never, never>;
}

/** migrations/0005-plans */
interface PlansTable {
  id: Generated<string>;
  district: string;
  scope: string;
  title: string;
  note: string;
  state: PlanState;
  base_generation: number;
  revision: Generated<number>;
  created_at: Date;
  created_by: string;
  created_by_name: string;
  updated_at: Date;
  submitted_at: Date | null;
  submitted_by: string | null;
  submitted_by_name: string | null;
  approved_at: Date | null;
  approved_by: string | null;
  approved_by_name: string | null;
  decision_note: Generated<string>;
  publish_at: Date | null;
  publish_by_name: string | null;
  generation: number | null;
  collides_with: Generated<string[]>;
  idempotency_key: string | null;
  request_sha256: string | null;
  /** What the approver read; what follows it are only moves onto newer generations. */
  approved_revision: number | null;
  /** Who set the time at which it is published by itself. */
  publish_by: string | null;
}

interface PlanEditsTable {
  plan: string;
  revision: number;
  kind: 'edit' | 'undo' | 'redo' | 'import' | 'draft' | 'rebase';
  op: string;
  note: string;
  of: number | null;
  args: ColumnType<unknown, string, string>;
  change: ColumnType<unknown, string, string>;
  reverse: ColumnType<unknown, string, string>;
  /** Whether the change bends the working outline. */
  bends: boolean;
  actor: string;
  actor_name: string;
  at: Date;
  /** The sender's own key for it, so that the same edit sent again is recorded once. */
  request_key: string | null;
  /** The hash of what was asked with that key, and what an import answered besides its edit. */
  request_sha256: string | null;
  request_answer: string | null;
}

/** migrations/0008-decisions */
interface PlanEventsTable {
  plan: string;
  sequence: number;
  verb: PlanVerb;
  at: Date;
  /** Null for the service itself. */
  actor: string | null;
  actor_name: string;
  words: string;
  revision: number;
  publish_at: Date | null;
  generation: number | null;
  request_key: string | null;
  request_sha256: string | null;
}

interface PlanGridsTable {
  plan: string;
  code: string;
  id: string;
  revision: number;
  name: string;
  /** Null for a grid the plan has removed. */
  geom: unknown;
}

interface PlanCommentsTable {
  id: Generated<string>;
  plan: string;
  text: string;
  at: unknown;
  grid: string | null;
  author: string;
  author_name: string;
  created_at: Date;
  resolved_at: Date | null;
  request_key: string | null;
  request_sha256: string | null;
}

interface GridLineageTable {
  district: string;
  generation: number;
  code: string;
  from_code: string;
  area_square_metres: number;
}

/** migrations/0007-second-opinions: claimed while PostGIS is asked, given once it has answered. */
interface SecondOpinionsTable {
  district: string;
  generation: number;
  claim: string;
  claimed_until: Date;
  attempts: number;
  given_at: Date | null;
  ok: boolean | null;
  opinion: ColumnType<SecondOpinion | null, string | null, string | null>;
}

/** migrations/0009-people-safety: failed sign-ins by the hash of the name given, whether or not there is such an account. */
interface SignInFailuresTable {
  /** Empty: all names. */
  name_hash: string;
  /** Empty: all networks that are strange to the name. */
  network: string;
  failures: number;
  last_at: Date;
  forgotten_at: Date;
}

/** The networks somebody has signed in to an account from. */
interface FamiliarNetworksTable {
  account_id: string;
  network: string;
  last_at: Date;
}

/** migrations/0013-jobs */
interface JobsTable {
  id: string;
  kind: string;
  scope: string;
  /** What it works on, as its kind names it: a plan's id. */
  subject: string;
  title: string;
  owner: string;
  /** Who asked for it, with the roles they did it by. */
  owner_principal: ColumnType<JobOwner, string, never>;
  input: ColumnType<unknown, string, never>;
  state: JobState;
  /** What it has been at so far, the last being what it is at. */
  steps: Generated<string[]>;
  done: Generated<number>;
  total: Generated<number>;
  /** Its end is being written: it can no longer be cancelled. */
  is_final: Generated<boolean>;
  /** Grows with every change, for whoever follows. */
  version: Generated<number>;
  attempts: Generated<number>;
  created_at: Date;
  /** Not to be begun before; null where it may be at once. */
  due_at: Date | null;
  finished_at: Date | null;
  result: ColumnType<unknown, string | null, string | null>;
  problem: ColumnType<JobProblem | null, string | null, string | null>;
  /** Of the process that has it, and until when it need not show itself again. */
  lease: string | null;
  leased_until: Date | null;
  request_key: string | null;
  request_sha256: string | null;
}

interface JobFilesTable {
  job: string;
  part: string;
  piece: number;
  name: string;
  content: Buffer;
}

interface EventsTable {
  sequence: Generated<number>;
  kind: string;
  scope: string;
  /** Whom alone it is for; null: whoever may see what it is about. */
  account: string | null;
  at: Date;
  data: ColumnType<unknown, string, never>;
}

export interface Tables {
  accounts: AccountsTable;
  sign_in_failures: SignInFailuresTable;
  familiar_networks: FamiliarNetworksTable;
  account_roles: AccountRolesTable;
  sessions: SessionsTable;
  tokens: TokensTable;
  token_roles: TokenRolesTable;
  grid_staff: GridStaffTable;
  audit_log: AuditLogTable;
  audit_head: AuditHeadTable;
  audit_tallies: AuditTalliesTable;
  districts: DistrictsTable;
  generations: GenerationsTable;
  outline_versions: OutlineVersionsTable;
  unit_versions: UnitVersionsTable;
  grid_versions: GridVersionsTable;
  used_codes: UsedCodesTable;
  basemap_features: BasemapFeaturesTable;
  imports: ImportsTable;
  places: PlacesTable;
  place_sets: PlaceSetsTable;
  gridwarden_migrations: MigrationsTable;
  plans: PlansTable;
  plan_edits: PlanEditsTable;
  plan_events: PlanEventsTable;
  plan_grids: PlanGridsTable;
  plan_comments: PlanCommentsTable;
  grid_lineage: GridLineageTable;
  second_opinions: SecondOpinionsTable;
  jobs: JobsTable;
  job_files: JobFilesTable;
  events: EventsTable;
}
