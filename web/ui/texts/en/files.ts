import type { Texts } from '../texts.ts';
import type { files as chinese } from '../zhCN/files.ts';

/** English texts of reading and writing boundary files: why not, what was read, what was left out. */
export const files: Texts<typeof chinese> = {
  fileReason: {
    empty: 'The file is empty. Export it again.',
    picture:
      'This is a picture; it holds no boundaries. Ask for map data: GeoJSON, GeoPackage, KML or a zipped Shapefile.',
    pdf: 'This is a PDF; it holds no boundaries. Ask for map data: GeoJSON, GeoPackage, KML or a zipped Shapefile.',
    office:
      'This is an office document; it holds no boundaries. Ask for map data: GeoJSON, GeoPackage, KML or a zipped Shapefile.',
    cad: 'This is a CAD drawing. Convert it in a GIS program to GeoPackage or Shapefile, with its coordinate system.',
    table: 'This is a table: text without boundaries. Send GeoJSON, GeoPackage, KML or a zipped Shapefile.',
    'other-archive': 'This kind of archive is not unpacked. Use a zip.',
    'bare-shapefile':
      'This is one file of a Shapefile; a .shp alone has no codes. Zip .shp, .shx, .dbf and .prj together and send the zip.',
    'unknown-format':
      'The file cannot be read: its format is not supported. Use GeoJSON, GeoPackage, KML, TopoJSON, FlatGeobuf or a zipped Shapefile.',
    truncated: 'The file is incomplete; it may not have been copied to its end. Export or copy it again.',
    malformed: 'The file has a mistake in its format and cannot be read on. Export it again; the place is below.',
    'not-geojson': 'This is JSON, but neither GeoJSON nor TopoJSON. Export it as GeoJSON.',
    'not-kml': 'This is XML, but not KML. Of XML formats only KML is read.',
    'archive-in-archive': 'There is an archive inside the archive. Send the inner one.',
    'archive-empty': 'The archive holds no boundaries. Of a Shapefile pack .shp, .shx, .dbf and .prj together.',
    password: 'The archive is protected with a password. Send it without one.',
    'dbf-missing': 'The archive lacks the .dbf, which holds the codes. Pack .shp, .shx, .dbf and .prj together.',
    'reader-failed': 'Reading the file failed or took too long. Export it in another format, or in smaller parts.',
    'crs-unknown':
      'The coordinate system “{{declaredCrs}}” is not known. Export the file in CGCS2000 (EPSG:4490) or WGS84 (EPSG:4326).',
    'crs-foreign': 'The file is in “{{declaredCrs}}”; converting it here would shift it. Convert it to CGCS2000 first.',
    metres: 'The coordinates are metres of a projection the file does not name. Add its .prj, or export it in degrees.',
    'no-areas': 'The file has no areas. Boundaries drawn as lines have to be made areas first.',
    'layer-unknown': 'The file has no such layer. Choose another.',
    'column-unknown': 'The file has no such column. Choose another.',
    'name-unseen': 'Names in the file hold characters that nobody sees. Remove them.',
    'codes-missing': 'No column of codes was found. Choose it below, or number the areas by where they lie.',
    'codes-foreign':
      'Some values in “{{codeColumn}}” are not codes of this district. Mend them, or choose another column.',
    'datum-doubtful':
      'In the datum chosen these borders would change grids outside the plan; read as {{datum}} they fit the district’s outline. Choose that datum.',
  },
  fileNote: {
    title: 'What was read',
    'layers-left-out': 'Layer “{{layer}}” was taken, not: {{layers}}',
    'features-left-out':
      'Left out for having no area ({{count}}): {{features}}. Give them polygons, or delete them from the file.',
    'parts-left-out': 'Points and lines beside polygons, left out: {{count}}.',
    'links-left-out': 'Links to other files, not followed: {{count}}.',
    'heights-left-out': 'Heights were left out.',
    'codes-tidied': 'Codes tidied ({{count}}): {{examples}}',
    'codes-in-column': 'The codes were found in “{{column}}”.',
    'codes-missing': 'No column of codes was found: areas go by name or number. Choose the column above.',
    'text-encoding': 'The text was read as GBK; save it as UTF-8 if it looks wrong.',
    'curves-replaced': 'Curves became short straight edges, which may not match their neighbours’.',
    'units-full':
      'A unit has room for 99 grids; {{features}} would need {{count}} more codes. Use more units, or fewer grids.',
    'snaps-left-out':
      'Vertices not joined ({{count}}): an area would have crossed itself or vanished. A smaller distance may do.',
    'datum-edge':
      'Some borders lie at the edge of what GCJ-02 and BD-09 cover and cannot be converted for certain. Use WGS84 or CGCS2000.',
    'datum-doubtful':
      'These coordinates look like {{datum}}: about {{metres}} from the district’s outline, against {{assumedMetres}} as {{assumed}}.',
    'datum-declared': 'The file itself says that it is in {{datum}}.',
    example: '“{{before}}” → {{after}}',
    layer_one: '“{{name}}” ({{count}} area)',
    layer_other: '“{{name}}” ({{count}} areas)',
    layerUnreadable: '“{{name}}” (cannot be read)',
    useDatum: 'Use {{datum}}',
  },
  fileChip: {
    group: 'How it was read; click to change',
    crs: 'Datum',
    layer: 'Layer',
    column: 'Codes',
    columnNone: 'none',
    columnAssign: 'numbered by place',
    parent: 'Outline',
    snap: 'Join',
    level: 'Holds',
    areas_one: '{{count}} area',
    areas_other: '{{count}} areas',
    again: 'Reading it anew…',
  },
  fileReading: {
    formats: 'GeoJSON, Shapefile (zip), GeoPackage, KML, TopoJSON, FlatGeobuf',
    crs: 'Datum of the file',
    snap: 'Join near vertices',
    snapNone: 'Do not join',
    snapValue: 'within {{metres}} m',
    incomplete: 'The file was not read in full',
  },
  giveOut: {
    title: 'Export',
    format: 'Format',
    formats: { geojson: 'GeoJSON', gpkg: 'GeoPackage', shp: 'Shapefile (zip)', kml: 'KML' },
    level: 'Level',
    crs: 'Datum',
    start: 'Download',
    hint: 'Exported and imported again, no border differs.',
  },
};
