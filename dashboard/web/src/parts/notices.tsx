import type { KafkaStatus } from "../../../server/protocol";
import { number, t } from "../i18n/texts";
import { connection, status } from "../live";

/** Fewer records behind are what any stream is. */
const WORTH_SAYING = 20_000;

/** What keeps the page from showing the present, in words. */
export function Notices() {
  const lost = connection.value === "lost";
  const kafka = status.value?.kafka;
  const text = lost ? t("lostLong") : kafka ? kafkaNotice(kafka) : null;
  return (
    <div role="status" aria-live="polite">
      {text && <p class={`notice ${lost ? "bad" : ""}`}>{text}</p>}
    </div>
  );
}

function kafkaNotice({ state, reason, bootstrap, catchingUp }: KafkaStatus): string | null {
  if (state === "reading")
    return catchingUp > WORTH_SAYING ? t("catchingUp", { count: number(catchingUp) }) : null;
  if (!reason) return t("kafkaStart", { bootstrap });
  return reason.code === "no-answer"
    ? t("kafkaSilent", { bootstrap, detail: reason.detail })
    : t("topicsMissing", { topics: reason.topics.join(", ") });
}
