import type { Kysely } from 'kysely';
import { appendAudit } from '../audit/auditLog.ts';
import { projectionFrom, projectionTo } from '../core/coverage/datum.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { toDegrees, toUnits } from '../core/geometry/lattice.ts';
import { actorOf, type Caller } from '../core/people/caller.ts';
import type { CompactPlaces, PlaceKind, PlacesReplaced } from '../core/places/schemas.ts';
import type { CoverageService } from '../coverage/service.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { wholeText } from '../files/text.ts';
import * as queries from './queries.ts';
import { readPlaces } from './readPlaces.ts';

/** The places of a kind as columns: lattice coordinates, weights, names and addresses. Nobody may write to it. */
export interface PlaceColumns {
  version: number;
  x: Int32Array;
  y: Int32Array;
  weight: Float64Array;
  name: readonly string[];
  detail: readonly string[];
}

/** The weighted places of the district, kept in memory until they are replaced, by this process or another. */
export class PlacesService {
  readonly #db: Kysely<Tables>;
  readonly #coverage: CoverageService;
  readonly #kept = new Map<PlaceKind, Promise<PlaceColumns>>();

  constructor(db: Kysely<Tables>, coverage: CoverageService) {
    this.#db = db;
    this.#coverage = coverage;
  }

  get district(): string {
    return this.#coverage.district;
  }

  /** All places of a kind; empty where none were ever given. Costs one short query while they are the same. */
  async weights(kind: PlaceKind): Promise<PlaceColumns> {
    const version = await queries.readVersion(this.#db, this.district, kind);
    const kept = await this.#kept.get(kind);
    if (kept && kept.version === version) return kept;
    const reading = this.#read(kind, version);
    this.#kept.set(kind, reading);
    reading.catch(() => this.#kept.delete(kind));
    return reading;
  }

  /** The places of a kind that a district, unit or grid of the generation in force owns, as flat points in degrees. */
  async compact(kind: PlaceKind, within: string, crs: Crs): Promise<CompactPlaces> {
    const { x, y, weight } = await this.weights(kind);
    const project = projectionTo(crs);
    const isInside = this.#ownedBy(within);
    const points: [number, number, number][] = [];
    for (let i = 0; i < x.length; i++) {
      if (!isInside(x[i] as number, y[i] as number)) continue;
      const [longitude, latitude] = [toDegrees(x[i] as number), toDegrees(y[i] as number)];
      const at = project ? project(longitude, latitude).map(roundDegrees) : [longitude, latitude];
      points.push([at[0] as number, at[1] as number, weight[i] as number]);
    }
    return { kind, count: points.length, points };
  }

  /** Replaces all places of a kind by those of a CSV file. Throws the faults of `readPlaces`. */
  async replace(kind: PlaceKind, bytes: Uint8Array, crs: Crs, caller: Caller): Promise<PlacesReplaced> {
    const places = await readPlaces(wholeText(bytes), projectionFrom(crs));
    const version = await inTransaction(this.#db, async (trx) => {
      const replaced = await queries.replacePlaces(trx, this.district, kind, places, caller.now);
      await appendAudit(trx, {
        actor: actorOf(caller),
        action: 'places.replace',
        target: kind,
        scope: this.district,
        after: { count: places.length, version: replaced, crs },
        address: caller.address,
      });
      return replaced;
    });
    const isInside = this.#ownedBy(this.district);
    return { kind, version, count: places.length, outside: places.filter(({ x, y }) => !isInside(x, y)).length };
  }

  #ownedBy(within: string): (x: number, y: number) => boolean {
    const current = this.#coverage.current();
    return (x, y) => {
      const owner = current.points.ownerOf(x, y);
      return owner >= 0 && current.grid(owner).code.startsWith(within);
    };
  }

  async #read(kind: PlaceKind, version: number): Promise<PlaceColumns> {
    const rows = await queries.readPlaceRows(this.#db, this.district, kind);
    return {
      version,
      x: Int32Array.from(rows, ({ longitude }) => toUnits(longitude)),
      y: Int32Array.from(rows, ({ latitude }) => toUnits(latitude)),
      weight: Float64Array.from(rows, ({ weight }) => weight),
      name: rows.map(({ name }) => name),
      detail: rows.map(({ detail }) => detail),
    };
  }
}

const roundDegrees = (degrees: number): number => toDegrees(toUnits(degrees));
