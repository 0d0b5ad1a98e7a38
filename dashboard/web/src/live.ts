import { signal } from "@preact/signals";
import type { LiveMessage, StatusMessage } from "../../server/protocol";

/** Whether the server tells what changes. */
export const connection = signal<"connecting" | "open" | "lost">("connecting");

/** What the server says of Kafka and the replay. */
export const status = signal<StatusMessage | null>(null);

/** Pause before another try where the browser makes none of its own, ms. */
const RETRY_MS = 2_000;

/**
 * Watches something until told otherwise; a lost connection is made again and begins with everything.
 *
 * @param topic as in the address `/live?watch=TOPIC`
 * @returns ends it
 */
export function watch(topic: string, onMessage: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(`/live?watch=${topic}`);
    source.onopen = () => {
      connection.value = "open";
    };
    source.onmessage = ({ data }) => {
      const message: LiveMessage = JSON.parse(data);
      if (message.kind === "status") status.value = message;
      else onMessage(message);
    };
    source.onerror = () => {
      connection.value = "lost";
      if (source?.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
