import { InputError } from "../input-error";

/** A file of a source that cannot be used; with `--skip-bad-files` its match is left out instead. */
export class BadFileError extends InputError {}

/** A file's text with the name people know it by. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Parses a JSON array.
 *
 * @throws BadFileError naming the file and the line and column where it breaks
 */
export function parseArray({ name, text }: TextFile): unknown[] {
  const value = parse(name, text);
  if (!Array.isArray(value)) {
    throw new BadFileError(
      `${name} holds no JSON array: replace it by StatsBomb's file, or leave it out with --skip-bad-files`,
    );
  }
  return value;
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = positionOf(error, text);
    const before = text.slice(0, position);
    const line = before.split("\n").length;
    const column = position - before.lastIndexOf("\n");
    const what = position >= text.trimEnd().length ? "is cut short" : "is not valid JSON";
    throw new BadFileError(
      `${name} ${what} at line ${line}, column ${column} (character ${position}): replace the file, or leave it out with --skip-bad-files`,
    );
  }
}

/**
 * Where the parser stopped. It names a position except when the text ends too early and, before Node 22, for a character
 * that fits nowhere; that one is the end of the shortest beginning of the text that already breaks.
 */
function positionOf(error: SyntaxError, text: string): number {
  const named = namedPosition(error, text);
  if (named !== null) return named;
  let sound = 0;
  let broken = text.length;
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (breaksBeforeItsEnd(text.slice(0, middle))) broken = middle;
    else sound = middle;
  }
  return sound;
}

function namedPosition({ message }: SyntaxError, text: string): number | null {
  const named = /at position (\d+)/.exec(message);
  if (named) return Number(named[1]);
  return message.startsWith("Unexpected end") ? text.length : null;
}

function breaksBeforeItsEnd(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const position = namedPosition(error as SyntaxError, text);
    return position === null || position < text.length;
  }
}
