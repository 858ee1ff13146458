declare module 'geojson-validation' {
  const geoJsonValidation: {
    isPolygon(value: unknown): boolean;
    isMultiPolygon(value: unknown): boolean;
  };
  export default geoJsonValidation;
}
