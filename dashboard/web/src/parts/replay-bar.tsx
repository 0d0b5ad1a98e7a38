import type { ReplayControl } from "@golazo/contracts";
import { signal } from "@preact/signals";
import { number, t, tenth, timeOfDay } from "../i18n/texts";
import { status } from "../live";
import { route } from "../route";

const FACTORS = [0.25, 0.5, 1, 2, 4, 8] as const;

/** Why the last change was refused; empty when it was not. */
const refusal = signal("");

/** Holds the replay, changes its speed and, on a match's page, hurries it to a minute. */
export function ReplayBar() {
  const replay = status.value?.replay;
  if (!replay?.control || !replay.state) return null;
  const { control, state, synthetic } = replay;
  const isPlaying = state === "playing" || state === "planned";
  const shown = isPlaying && control.paused ? "paused" : state;
  return (
    <section class="replay" aria-label={t("replay")}>
      <span class={`state ${shown}`}>{t(`replayState_${shown}`)}</span>
      <button type="button" disabled={!isPlaying} onClick={() => change({ paused: !control.paused })}>
        <Icon name={control.paused ? "resume" : "pause"} /> {t(control.paused ? "resume" : "pause")}
      </button>
      <label>
        {t("speed")}{" "}
        <select
          disabled={!isPlaying || replay.pace?.kind === "max"}
          value={String(control.factor)}
          onChange={({ currentTarget }) => change({ factor: Number(currentTarget.value) })}
        >
          {[...new Set([...FACTORS, control.factor])].map((factor) => (
            <option key={factor} value={String(factor)}>
              {factor}×
            </option>
          ))}
        </select>
      </label>
      {route.value.view === "match" && <JumpForm id={route.value.id} disabled={!isPlaying} />}
      <span class="clock">
        {control.jump_to
          ? t("jumping", { time: timeOfDay(control.jump_to) })
          : `${t("replayClock")} ${timeOfDay(control.clock)}`}
        {replay.pace?.kind === "rate" && ` · ${number((replay.pace.value ?? 0) * control.factor)}/s`}
        {replay.pace?.kind === "speed" && ` · ${tenth((replay.pace.value ?? 0) * control.factor)}×`}
      </span>
      {synthetic && <span class="soft">{t("synthetic")}</span>}
      <span role="alert" class="refusal">
        {refusal.value && t("refused", { reason: refusal.value })}
      </span>
    </section>
  );
}

function Icon({ name }: { readonly name: "pause" | "resume" }) {
  return (
    <svg class="icon" viewBox="0 0 12 12" aria-hidden="true">
      <path d={name === "pause" ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 1l9 5-9 5z"} />
    </svg>
  );
}

function JumpForm({ id, disabled }: { readonly id: number; readonly disabled: boolean }) {
  return (
    <form
      class="jump"
      onSubmit={(event) => {
        event.preventDefault();
        const minute = Number(new FormData(event.currentTarget).get("minute"));
        void change({ jump_to: { match_id: id, minute } });
      }}
    >
      <label>
        {t("jumpTo")} <input name="minute" type="number" min="0" max="120" required disabled={disabled} />
      </label>
      <button type="submit" disabled={disabled}>
        {t("jump")}
      </button>
    </form>
  );
}

async function change(wanted: ReplayControl): Promise<void> {
  refusal.value = "";
  try {
    const response = await fetch("/api/replay", {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wanted),
    });
    const answer = await response.json();
    if (!response.ok) {
      refusal.value = String(answer.error);
      return;
    }
    const { value } = status;
    if (value) status.value = { ...value, replay: answer };
  } catch {
    refusal.value = t("lost");
  }
}
