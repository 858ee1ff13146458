/**
 * Text that people read and tell things apart by: names, titles, remarks. What nobody sees in it can make two names look like one, or a
 * line read otherwise than it stands there (Unicode TR 36, 2.10; TR 55).
 */

/** How a text is meant: a name is one line, a text has lines, a note is a text that may be empty. */
export type TextKind = 'visible-name' | 'visible-text' | 'visible-note';
export const TEXT_KINDS: readonly TextKind[] = ['visible-name', 'visible-text', 'visible-note'];

/** Controls, bidirectional and other formatting, zero-width characters, half characters, codes that are no characters, and fillers; variants of a character are seen. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u;
const UNSEEN_BESIDES_LINES = new RegExp(`(?![\\t\\n\\r])(?:${UNSEEN.source})`, 'u');
/** The blank pattern of Braille is seen as one too. */
const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** What is wrong with a text, as the rest of a sentence that begins with its place; null for nothing. Blanks around it are no fault. */
export function flawOfText(text: string, kind: TextKind): string | null {
  const trimmed = text.trim();
  const unseen = (kind === 'visible-name' ? UNSEEN : UNSEEN_BESIDES_LINES).exec(trimmed);
  if (unseen !== null) return `contains the character ${codePointName(unseen[0])}, which nobody sees`;
  return kind !== 'visible-note' && BLANK.test(trimmed) ? 'is blank' : null;
}

/** `U+202E` */
const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
