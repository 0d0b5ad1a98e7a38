import type { Document } from "./documents";

/** A command of the documentation. */
export interface DocumentedCommand {
  /** As it stands there, without the comment. */
  readonly text: string;
  /** What the page says it prints, where it says so. */
  readonly output: string | null;
}

/** The commands of the blocks `sh` and `console` of a page; in the latter they stand behind a `$`, and what follows is printed. */
export function commandsOf({ blocks }: Document): DocumentedCommand[] {
  return blocks.flatMap(({ info, text }) => {
    if (info === "sh") return text.split("\n").flatMap(commandsInLine).map(printingWhatever);
    return info === "console" ? shownRuns(text) : [];
  });
}

/** The words of a command: `./golazo run STACK demo "a b"`. */
export function wordsOf(command: string): string[] {
  return command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
}

function printingWhatever(text: string): DocumentedCommand {
  return { text, output: null };
}

/** Without the comment, and one by one where several are in a line. */
function commandsInLine(line: string): string[] {
  return line
    .replace(/(^|\s+)#.*$/, "")
    .split(/;\s+/)
    .map((command) => command.trim())
    .filter((command) => command !== "");
}

function shownRuns(text: string): DocumentedCommand[] {
  return text
    .split(/^\$ /m)
    .filter((part) => part !== "")
    .map((part) => {
      const [command = "", ...output] = part.trimEnd().split("\n");
      return { text: command, output: output.join("\n") };
    });
}

/** What a page shows of an output: numbers are those of some machine, and `…` stands for anything, a line of it for any lines. */
export function likeShown(shown: string): RegExp {
  const lines = shown.split("\n").map((line) =>
    line.trim() === "…"
      ? "[\\s\\S]*?"
      : line
          .split("…")
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\d+/g, "\\d+"))
          .join(".*"),
  );
  return new RegExp(lines.join("\\n"));
}
