/**
 * The pieces of the PostgreSQL frontend/backend protocol 3.0 the embedded database's gateway speaks itself
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
export const PROTOCOL_3_0 = 196608;
export const SSL_REQUEST = 80877103;
export const GSS_ENCRYPTION_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

/** A message with its type byte; the length counts itself but not the type. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'utf8');

export const askForPassword = (): Buffer => message('R', int32(3));

/** The end of a successful start-up: authenticated, the parameters clients want to know, ready for a query. */
export function welcome(parameters: Readonly<Record<string, string>>, connectionId: number): Buffer {
  const statuses = Object.entries(parameters).map(([name, value]) =>
    message('S', Buffer.concat([text(name), text(value)])),
  );
  return Buffer.concat([
    message('R', int32(0)),
    ...statuses,
    message('K', Buffer.concat([int32(connectionId), int32(0)])),
    message('Z', Buffer.from('I')),
  ]);
}

/** A fatal error, after which the gateway closes the connection. */
export function fatalError(sqlState: string, sentence: string): Buffer {
  const fields = [`SFATAL`, `VFATAL`, `C${sqlState}`, `M${sentence}`].map(text);
  return message('E', Buffer.concat([...fields, Buffer.from([0])]));
}

/** Ends whatever the session is in the middle of: the Sync ends the skipping after an error, the ROLLBACK the transaction. */
export const startAnew = (): Buffer => Buffer.concat([message('S', Buffer.alloc(0)), message('Q', text('ROLLBACK'))]);

/** A query that fails with these words: the session then does all that belongs to an error itself. */
export const failingQuery = (sentence: string): Buffer =>
  message('Q', text(`DO $$BEGIN RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = '${sentence}'; END$$`));

/** The type and the place of each message in whole messages. */
export function* messagesIn(bytes: Buffer): Generator<{ type: string; from: number; to: number }> {
  for (let from = 0; from + 5 <= bytes.length; ) {
    const to = from + 1 + bytes.readInt32BE(from + 1);
    yield { type: String.fromCharCode(bytes[from] ?? 0), from, to };
    from = to;
  }
}

/** Cuts a byte stream into messages. Start-up messages carry no type byte and come first. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private length = 0;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next whole start-up message, or null when more bytes are needed. */
  nextUntyped(): Buffer | null {
    return this.take(0);
  }

  /** The next whole typed message, or null when more bytes are needed. */
  nextTyped(): Buffer | null {
    return this.take(1);
  }

  private take(typeLength: 0 | 1): Buffer | null {
    if (this.length < typeLength + 4) return null;
    this.gather(typeLength + 4);
    const size = typeLength + (this.chunks[0] as Buffer).readInt32BE(typeLength);
    if (size < typeLength + 4) throw new Error('A message of the client has an impossible length.');
    if (this.length < size) return null;
    this.gather(size);
    const first = this.chunks[0] as Buffer;
    this.length -= size;
    if (first.length === size) this.chunks.shift();
    else this.chunks[0] = first.subarray(size);
    return first.subarray(0, size);
  }

  /** Makes the first chunk hold at least `size` bytes; joining only whole messages keeps large ones linear. */
  private gather(size: number): void {
    if ((this.chunks[0] as Buffer).length >= size) return;
    this.chunks = [Buffer.concat(this.chunks)];
  }
}
