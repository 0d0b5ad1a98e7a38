import { golazo } from "../e2e/golazo";
import { documents } from "./documents";
import { commandsOf, wordsOf } from "./shell";

const MINUTE = 60_000;

/** Options by the command they were written behind, and where; `golazo run STACK demo …` hands those behind the job to it. */
const used = new Map<string, Map<string, string>>();
for (const page of documents()) {
  const written = [...commandsOf(page).map(({ text }) => text), ...page.spans];
  for (const text of written.filter((one) => /^(\.\/)?golazo [a-z]/.test(one))) {
    const words = wordsOf(text.replace(/[>|&].*$/, ""));
    const [command = "", , job = ""] = words.slice(1);
    words.forEach((word, at) => {
      const option = /^--?[a-z][a-z-]*/.exec(word)?.[0];
      if (option === undefined) return;
      const taker = command === "run" && at > 3 ? job : command;
      if (!used.has(taker)) used.set(taker, new Map());
      used.get(taker)?.set(option, page.path);
    });
  }
}

describe("the options in the documentation", () => {
  test.each([...used.keys()].sort())(
    "of golazo %s are those of its --help",
    async (command) => {
      const { code, output } = await golazo([command, "--help"]);
      expect({ command, code }).toEqual({ command, code: 0 });
      const known = new Set(output.match(/(?<=^|[\s,])--?[a-z][a-z-]*/gm));
      const unknown = [...(used.get(command) ?? [])].filter(([option]) => !known.has(option));
      expect(unknown.map(([option, path]) => `${path}: golazo ${command} ${option}`)).toEqual([]);
    },
    MINUTE,
  );
});
