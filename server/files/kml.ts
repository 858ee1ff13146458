import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import type { RawContent } from './content.ts';
import { decodeText } from './text.ts';
import { readXml } from './xml.ts';

/** Geometries that have no area, as parts of a placemark. */
const WITHOUT_AREA = new Set(['Point', 'LineString', 'LinearRing', 'Track', 'Model']);
/** Elements whose text is wanted. */
const WITH_TEXT = new Set(['name', 'value', 'SimpleData', 'coordinates']);

type Ring = number[][];

/** A placemark as it is being read. */
interface Placemark {
  properties: Record<string, string>;
  geometries: { type: string; coordinates: unknown }[];
}

/** `lng,lat[,height]` tuples, separated by white space; what is no number stays one that is none, to be refused with its place. */
const positions = (text: string): Ring =>
  text
    .trim()
    .split(/\s+/)
    .filter((tuple) => tuple !== '')
    .map((tuple) => tuple.split(',').map((ordinate) => (ordinate.trim() === '' ? Number.NaN : Number(ordinate))));

/** Reads placemarks from the events of an XML text. */
class PlacemarkReader {
  readonly placemarks: Placemark[] = [];
  links = 0;
  #path: string[] = [];
  #placemark: Placemark | null = null;
  /** The polygon that is open, its shell first. */
  #polygon: { shell: Ring[]; holes: Ring[] } | null = null;
  #dataName: string | null = null;
  #text: string[] | null = null;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#path.length === 0 && name !== 'kml')
      throw unreadable('not-kml', 'The file is XML, but not KML. Of XML formats only KML is read.');
    if (name === 'NetworkLink') this.links++;
    else if (name === 'Placemark') this.#placemark = { properties: {}, geometries: [] };
    else if (this.#placemark) this.#openInPlacemark(name, attributes, this.#placemark);
    this.#path.push(name);
  }

  #openInPlacemark(name: string, attributes: Readonly<Record<string, string>>, placemark: Placemark): void {
    if (name === 'Polygon') this.#polygon = { shell: [], holes: [] };
    else if (WITHOUT_AREA.has(name) && !this.#polygon) placemark.geometries.push({ type: name, coordinates: [] });
    else if (name === 'Data' || name === 'SimpleData') this.#dataName = attributes['name'] ?? null;
    if (WITH_TEXT.has(name)) this.#text = [];
  }

  text(text: string): void {
    this.#text?.push(text);
  }

  close(name: string): void {
    this.#path.pop();
    if (!this.#placemark) return;
    if (name === 'Placemark') {
      this.placemarks.push(this.#placemark);
      this.#placemark = null;
    } else if (name === 'Polygon' && this.#polygon) {
      const { shell, holes } = this.#polygon;
      this.#placemark.geometries.push({ type: 'Polygon', coordinates: shell.length > 0 ? [...shell, ...holes] : [[]] });
      this.#polygon = null;
    } else if (this.#text && WITH_TEXT.has(name)) {
      this.#take(name, this.#text.join(''), this.#placemark);
      this.#text = null;
    }
  }

  #take(name: string, text: string, { properties }: Placemark): void {
    const parent = this.#path.at(-1);
    if (name === 'coordinates') {
      const boundary = this.#path.findLast((each) => each === 'outerBoundaryIs' || each === 'innerBoundaryIs');
      this.#polygon?.[boundary === 'innerBoundaryIs' ? 'holes' : 'shell'].push(positions(text));
    } else if (name === 'name' && parent === 'Placemark') setProperty(properties, 'name', text);
    else if (this.#dataName !== null && (name === 'SimpleData' || (name === 'value' && parent === 'Data')))
      setProperty(properties, this.#dataName, text);
  }
}

/** Any name will do for a property, even one that objects have of themselves. */
const setProperty = (properties: Record<string, string>, name: string, text: string): void => {
  Object.defineProperty(properties, name, { value: text.trim(), enumerable: true, writable: true, configurable: true });
};

function featureOf({ properties, geometries }: Placemark): object {
  const [only, ...more] = geometries;
  const geometry = more.length === 0 ? (only ?? null) : { type: 'GeometryCollection', geometries };
  return { type: 'Feature', properties, geometry };
}

const linksNote = (count: number): FileNote => ({
  note: 'links-left-out',
  severity: 'note',
  count,
  message: `${count} ${count === 1 ? 'link' : 'links'} to other files ${count === 1 ? 'was' : 'were'} not followed.`,
});

/**
 * The placemarks of a KML file, which is always WGS84, with their names and extended data. Overlays hold no areas, and links to other
 * files are not followed, which is told. Read here and not by GDAL, whose KML driver drops the extended data, where the codes are.
 */
export function readKml(bytes: Uint8Array): RawContent {
  const { text, note } = decodeText(bytes);
  const reader = new PlacemarkReader();
  readXml(text.replace(/^\uFEFF/, ''), 'KML', {
    open: (name, attributes) => reader.open(name, attributes),
    text: (piece) => reader.text(piece),
    close: (name) => reader.close(name),
  });
  const notes = [...(note ? [note] : []), ...(reader.links > 0 ? [linksNote(reader.links)] : [])];
  return { format: 'KML', features: reader.placemarks.map(featureOf), declaredCrs: 'EPSG:4326', notes };
}
