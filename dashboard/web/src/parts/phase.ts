import type { Phase } from "../../../server/protocol";
import { t } from "../i18n/texts";

/** Where a match stands, short enough for a list: `37'`, `HT`. */
export function shortPhase(phase: Phase, minute: number): string {
  if (phase === "half-time") return t("phase_half");
  if (phase === "full-time") return t("phase_full");
  return `${minute}'`;
}

/** The same for a heading. */
export function longPhase(phase: Phase, minute: number): string {
  switch (phase) {
    case "half-time":
      return t("phase_halfLong");
    case "full-time":
      return t("phase_fullLong");
    case "extra-time":
      return `${t("phase_extra")}, ${minute}'`;
    case "penalties":
      return t("phase_penalties");
    default:
      return `${minute}'`;
  }
}
