import { messagesIn } from './wireMessages.ts';

const READY_FOR_QUERY = 0x5a;

/** What a client's messages owe it (https://www.postgresql.org/docs/current/protocol-flow.html). */
export interface AnswerOwed {
  /** How many messages of each group of types must come at least, unless an ErrorResponse comes. */
  replies: { types: string; times: number }[];
  /** Is a ReadyForQuery owed for what comes before the Sync? */
  readyAtOnce: boolean;
  /** Does the turn as a whole end with a ReadyForQuery? */
  endsReady: boolean;
  /** Where the Sync at the end begins; the length when there is none. */
  syncFrom: number;
}

/**
 * The types of the answers to each type of message: ParseComplete, BindComplete, CloseComplete, RowDescription or NoData,
 * and for Execute and a simple Query CommandComplete, EmptyQueryResponse, PortalSuspended or the start of a copy.
 */
const REPLIES: Readonly<Record<string, string>> = { P: '1', B: '2', C: '3', D: 'Tn', E: 'CIsGHW', Q: 'CIGHW', F: 'V' };

/** What is owed for the messages of one turn. */
export function answerOwed(bytes: Buffer): AnswerOwed {
  const replies: AnswerOwed['replies'] = [];
  const owed = { replies, readyAtOnce: false, endsReady: false, syncFrom: bytes.length };
  for (const { type, from } of messagesIn(bytes)) {
    const types = REPLIES[type];
    const same = replies.find((reply) => reply.types === types);
    if (same) same.times++;
    else if (types !== undefined) replies.push({ types, times: 1 });
    owed.readyAtOnce = type === 'Q' || type === 'F';
    owed.endsReady = owed.readyAtOnce || type === 'S';
    owed.syncFrom = type === 'S' ? from : bytes.length;
  }
  return owed;
}

/**
 * Passes an answer on with exactly one ReadyForQuery, at its end: PGlite sends one after an error and another one for the
 * Sync that follows, and the second would end the client's next query. Counts what comes.
 */
export class Answer {
  private readonly reply: (data: Buffer) => void;
  /** A message head that came in halves. */
  private rest: Buffer = Buffer.alloc(0);
  /** How much of the current message's body is still to come. */
  private bodyLeft = 0;
  private ready: Buffer | null = null;
  /** How many messages of each type came. */
  private readonly came = new Map<string, number>();

  constructor(reply: (data: Buffer) => void) {
    this.reply = reply;
  }

  push(data: Buffer): void {
    const bytes = this.rest.length === 0 ? data : Buffer.concat([this.rest, data]);
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.bodyLeft > 0) {
        const step = Math.min(this.bodyLeft, bytes.length - at);
        this.bodyLeft -= step;
        at += step;
        continue;
      }
      const isReady = bytes[at] === READY_FOR_QUERY;
      if (bytes.length - at < (isReady ? 6 : 5)) break;
      this.count(String.fromCharCode(bytes[at] as number));
      if (isReady) {
        if (at > from) this.reply(bytes.subarray(from, at));
        this.ready = bytes.subarray(at, at + 6);
        at += 6;
        from = at;
      } else {
        this.bodyLeft = bytes.readInt32BE(at + 1) - 4;
        at += 5;
      }
    }
    if (at > from) this.reply(bytes.subarray(from, at));
    this.rest = bytes.subarray(at);
  }

  get hasFailed(): boolean {
    return this.came.has('E');
  }

  get isReady(): boolean {
    return this.ready !== null;
  }

  /** Did the session say less than it owes, without saying that it failed? */
  isCutOff(owed: AnswerOwed): boolean {
    if (this.bodyLeft > 0 || this.rest.length > 0) return true;
    if (owed.readyAtOnce && !this.isReady) return true;
    return !this.hasFailed && owed.replies.some(({ types, times }) => this.countOf(types) < times);
  }

  forgetReady(): void {
    this.ready = null;
  }

  /** Sends the ReadyForQuery, if there was one, and gives its transaction status. */
  sendReady(): number | null {
    if (this.ready === null) return null;
    this.reply(this.ready);
    return this.ready[5] ?? null;
  }

  private count(type: string): void {
    this.came.set(type, (this.came.get(type) ?? 0) + 1);
  }

  private countOf(types: string): number {
    let sum = 0;
    for (const [type, times] of this.came) if (types.includes(type)) sum += times;
    return sum;
  }
}
