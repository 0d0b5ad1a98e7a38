/** Runs that cannot be compared. The message is one line that says why; nothing was calculated or written. */
export class ComparisonRefused extends Error {
  override readonly name = "ComparisonRefused";
}
