import { projectionFrom } from '../core/coverage/datum.ts';
import type { Crs, NamedCode } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { Projection } from '../core/geometry/geoJson.ts';
import { toUnits } from '../core/geometry/lattice.ts';
import { NO_OWNER } from '../core/locate/borderEdges.ts';
import {
  BATCH_LIMIT,
  type BatchAnswer,
  type BatchRequest,
  type LookupAnswer,
  type LookupQuery,
  type NearestGrid,
  type Warden,
} from '../core/locate/schemas.ts';
import type { Principal } from '../core/people/caller.ts';
import type { CoverageService, LoadedCoverage } from '../coverage/service.ts';
import type { PhoneReadings } from './phoneReadings.ts';

/** Who answers for a grid, as the people slice knows it. */
export type WardensOf = (gridCode: string) => readonly Warden[];

/** Who asks, and from where. */
export interface Asker {
  principal: Principal | null;
  address: string;
}

/** Answers which grid owns a spot, from memory. */
export class LookupService {
  readonly #coverage: CoverageService;
  readonly #wardensOf: WardensOf;
  readonly #phones: Pick<PhoneReadings, 'show'>;

  constructor(coverage: CoverageService, wardensOf: WardensOf, phones: Pick<PhoneReadings, 'show'>) {
    this.#coverage = coverage;
    this.#wardensOf = wardensOf;
    this.#phones = phones;
  }

  /**
   * The owner of a spot, and who answers for it: nobody is told without a sign-in, telephone numbers by role and scope. Throws
   * `outside-coverage` with the nearest grid, or `swapped-coordinates`.
   */
  lookup(query: LookupQuery, asker: Asker): LookupAnswer | Promise<LookupAnswer> {
    if (query.at === undefined) return this.#withPhones(this.#answer(this.#coverage.current(), query, asker), asker);
    return this.#coverage
      .choose({ at: query.at })
      .then((loaded) => this.#withPhones(this.#answer(loaded, query, asker), asker));
  }

  #withPhones(answer: LookupAnswer, { principal, address }: Asker): LookupAnswer | Promise<LookupAnswer> {
    if (answer.wardens.length === 0) return answer;
    const show = this.#phones.show(principal, answer.grid.code, address);
    if (show === true) return answer;
    if (show === false) return withoutPhones(answer);
    return show.then((shown) => (shown ? answer : withoutPhones(answer)));
  }

  /** The owners of many spots, in order; a point that cannot be answered says why and does not stop the others. */
  async batch({ points, crs = 'wgs84', at }: BatchRequest): Promise<BatchAnswer> {
    if (points.length > BATCH_LIMIT) {
      throw new Fault(
        'too-large',
        `At most ${BATCH_LIMIT} points can be asked at once, not ${points.length}.`,
        [{ path: '/points', message: `at most ${BATCH_LIMIT}` }],
        {
          limit: 'points',
          most: BATCH_LIMIT,
        },
      );
    }
    const loaded = await this.#coverage.choose({ at });
    const project = projectionFrom(crs);
    const results = points.map(({ id, lng, lat }, index) => {
      const name = id ?? index;
      const place = locate(lng, lat, project);
      if ('error' in place) return { id: name, error: place.error };
      const owner = loaded.points.ownerOf(place.x, place.y);
      return owner === NO_OWNER ? { id: name, error: 'outside-coverage' } : { id: name, code: loaded.grid(owner).code };
    });
    return { generation: loaded.generation, results };
  }

  #answer(
    loaded: LoadedCoverage,
    { lng, lat, crs = 'wgs84', accuracy }: LookupQuery,
    { principal }: Asker,
  ): LookupAnswer {
    const place = locate(lng, lat, projectionFrom(crs));
    if ('error' in place) throw refusal(place.error, lng, lat);
    const { x, y } = place;
    const owner = loaded.points.ownerOf(x, y);
    if (owner === NO_OWNER) throw outside(loaded, x, y, lng, lat, crs);
    const grid = loaded.grid(owner);
    const nearest = loaded.points.nearestBorder(owner, x, y);
    const distanceMetres = Math.round((nearest?.distanceMetres ?? 0) * 100) / 100;
    const behind = nearest?.owners.find((other) => other !== owner && other !== NO_OWNER);
    return {
      grid: named(grid),
      unit: loaded.unitOf(grid.code),
      district: loaded.district,
      generation: loaded.generation,
      wardens: principal === null ? [] : [...this.#wardensOf(grid.code)],
      border: { distanceMetres, neighbour: behind === undefined ? null : named(loaded.grid(behind)) },
      uncertain: accuracy !== undefined && distanceMetres <= accuracy,
    };
  }
}

const withoutPhones = (answer: LookupAnswer): LookupAnswer => ({
  ...answer,
  wardens: answer.wardens.map((warden) => ({ ...warden, phone: null })),
});

const named = ({ code, name }: NamedCode): NamedCode => ({ code, name });

type Located = Readonly<{ x: number; y: number }> | { error: 'swapped-coordinates' | 'no-such-place' };

/** Decimal degrees of a datum, by the way from there to WGS84, to the lattice. */
function locate(lng: number, lat: number, project: Projection | null): Located {
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) {
    return { error: Math.abs(lng) <= 90 && Math.abs(lat) <= 180 ? 'swapped-coordinates' : 'no-such-place' };
  }
  if (project === null) return { x: toUnits(lng), y: toUnits(lat) };
  const [x, y] = project(lng, lat);
  return { x: toUnits(x), y: toUnits(y) };
}

function refusal(error: 'swapped-coordinates' | 'no-such-place', lng: number, lat: number): Fault {
  if (error === 'swapped-coordinates') {
    return new Fault(
      'swapped-coordinates',
      `Longitude and latitude are swapped: lng=${lat}&lat=${lng} would be a place.`,
      [
        { path: '/lng', message: 'looks like a latitude' },
        { path: '/lat', message: 'looks like a longitude' },
      ],
    );
  }
  const errors = [];
  if (Math.abs(lng) > 180) errors.push({ path: '/lng', message: 'must be between -180 and 180' });
  if (Math.abs(lat) > 90) errors.push({ path: '/lat', message: 'must be between -90 and 90' });
  return new Fault('invalid-input', 'There is no such place on earth.', errors);
}

/** The refusal of a spot outside, with the nearest grid; it says so when the spot would be inside the other way round. */
function outside(loaded: LoadedCoverage, x: number, y: number, lng: number, lat: number, crs: Crs): Fault {
  const turned = locate(lat, lng, projectionFrom(crs));
  if (!('error' in turned) && loaded.points.ownerOf(turned.x, turned.y) !== NO_OWNER)
    return refusal('swapped-coordinates', lng, lat);
  const nearest = loaded.points.nearestArea(x, y);
  if (!nearest) return new Fault('outside-coverage', 'This spot lies outside the district.');
  const grid = named(loaded.grid(nearest.owner));
  const distanceMetres = Math.round(nearest.distanceMetres * 100) / 100;
  return new Fault(
    'outside-coverage',
    `This spot lies outside the district, ${Math.round(distanceMetres)} m from grid ${grid.code}.`,
    [],
    {
      nearest: { grid, distanceMetres } satisfies NearestGrid,
    },
  );
}
