/** RFC 3339: a date-time with its zone, or a date alone, which stands for its beginning in UTC. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?$/i;

type Refusal = (message: string) => Error;

function instant(text: string, refuse: Refusal): Date {
  const time = new Date(text);
  if (!DATE_TIME.test(text) || Number.isNaN(time.getTime())) {
    throw refuse('must be an RFC 3339 time, or an interval of two with a slash between, open ends as ..');
  }
  return time;
}

/**
 * The time for which a generation is wanted, from the `datetime` parameter: an instant, or an interval, of which the latest state
 * counts. Undefined stands for the present time.
 */
export function readDatetime(text: string | undefined, refuse: Refusal): string | undefined {
  if (text === undefined) return undefined;
  const parts = text.split('/');
  if (parts.length > 2) throw refuse('has more than one slash');
  const [from, to] = parts.map((part) => (part === '..' || part === '' ? null : instant(part, refuse)));
  if (parts.length === 1) {
    if (!from) throw refuse('is empty');
    return from.toISOString();
  }
  if (!from && !to) return undefined;
  if (from && to && from > to) throw refuse('ends before it begins');
  return to?.toISOString();
}
