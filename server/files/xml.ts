import { SaxesParser } from 'saxes';
import { unreadable } from '../core/coverage/intake/fileReasons.ts';

/** What is told of an XML text while it is read. Names come without their namespace prefix. */
export interface XmlEvents {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** Characters and CDATA alike, as they are meant; may come in several pieces. */
  text: (text: string) => void;
  close: (name: string) => void;
}

/** The parser is fed piece by piece, which keeps its own copy small. */
const PIECE = 1 << 20;
const MOST_DEPTH = 200;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads an XML text. Entities that a document declares itself are left as they stand, so that none can grow into a flood; unknown ones
 * (`&nbsp;` of pages) are too. Throws `unreadable-file`, with line and column, for a text that is not well-formed or breaks off.
 */
export function readXml(text: string, format: string, events: XmlEvents): void {
  const parser = new SaxesParser({ position: true });
  let depth = 0;
  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    if (message === 'undefined entity') return;
    const place = `line ${parser.line}, column ${parser.column}`;
    const isCut = /^(unclosed tag|unexpected end)/.test(message);
    const said = isCut ? `breaks off (${message})` : `is malformed at ${place}: ${message}`;
    throw unreadable(isCut ? 'truncated' : 'malformed', `The ${format} ${said}.`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MOST_DEPTH) throw unreadable('malformed', `The ${format} nests elements deeper than ${MOST_DEPTH}.`);
    events.open(localName(name), attributes as Record<string, string>);
  });
  parser.on('text', events.text);
  parser.on('cdata', events.text);
  parser.on('closetag', ({ name }) => {
    depth--;
    events.close(localName(name));
  });
  for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
  parser.close();
}
