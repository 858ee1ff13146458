declare module 'which-polygon' {
  /** Builds a query over polygons; it answers with the properties of the one that holds a point. */
  export default function whichPolygon<P>(collection: {
    type: 'FeatureCollection';
    features: { type: 'Feature'; properties: P; geometry: GeoJSON.Geometry }[];
  }): (point: [number, number]) => P | null;
}
