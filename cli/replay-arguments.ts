import { addReplayOptions } from "@golazo/producer";
import { Command } from "commander";

/**
 * The replay options a user gave to a command, as arguments for the producer's own process.
 *
 * @param command a command that took {@link addReplayOptions}, parsed
 */
export function replayArguments(command: Command): string[] {
  const options = addReplayOptions(new Command()).options;
  return options.flatMap((option) => {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== "cli" || !option.long) return [];
    const value: unknown = command.getOptionValue(name);
    return typeof value === "boolean" ? [option.long] : [option.long, String(value)];
  });
}
