declare module 'geojson-validation' {
  const geoJsonValidation: {
    isPolygon(value: unknown): boolean;
    isMultiPolygon(value: unknown): boolean;
    /** What is wrong with a geometry, as `at 0: at 3: Position must be an array`. */
    isGeometryObject(value: unknown, trace: true): string[];
  };
  export default geoJsonValidation;
}
