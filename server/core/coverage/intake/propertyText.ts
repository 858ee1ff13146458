/** A property as text: '' for what is neither text nor a number. */
export const propertyText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
