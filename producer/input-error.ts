/**
 * A mistake in what the user gave: an option, a folder, a file, credentials.
 * The message is one line that says what is wrong and names the fix; commands print it and exit with code 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
