/* Generated from schemas/dead-letter.schema.json by `npm run contracts`. Do not edit. */

/**
 * A record of the events topic that is not a valid event message, kept with the reason.
 */
export interface DeadLetter {
  reason: string;
  topic: string;
  partition: number;
  offset: number;
  key: string | null;
  /**
   * The record's value as text; null for a record without one.
   */
  value: string | null;
  /**
   * Epoch ms.
   */
  detected_at: number;
}
