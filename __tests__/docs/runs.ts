import type { Document } from "./documents";
import { PROOFS, type Run } from "./proofs";
import { commandsOf, likeShown } from "./shell";
import type { Workplace } from "./workplace";

/** A command of the documentation that is run for real, and what the pages say it prints. */
export interface DocumentedRun extends Run {
  readonly text: string;
  readonly shown: readonly string[];
}

/** Those of a kind, in the order of the table. */
export function runsOf(pages: readonly Document[], kind: Run["run"]): DocumentedRun[] {
  const commands = pages.flatMap(commandsOf);
  return Object.entries(PROOFS).flatMap(([text, proof]) => {
    if (!("run" in proof) || proof.run !== kind) return [];
    const shown = commands.flatMap((one) => (one.text === text && one.output !== null ? [one.output] : []));
    return [{ text, shown, ...proof }];
  });
}

/** Runs a command where it stands in the documentation, and expects what the documentation says. */
export async function expectToWork(
  place: Workplace,
  { text, shown, codes = [0], ...run }: DocumentedRun,
): Promise<void> {
  const { code, output } = await place.run(text, run);
  expect({ output, worked: codes.includes(code ?? -1) }).toMatchObject({ worked: true });
  for (const printed of shown) expect(output).toMatch(likeShown(printed));
}
