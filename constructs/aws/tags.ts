/** What the tags on every resource say. */
export interface StackTags {
  /** Name of the stack, for example `gpu-stack`. */
  readonly stack: string;
  /** Who to ask about it. */
  readonly owner: string;
  /** After how many hours of running its hosts stop by themselves. */
  readonly expiresAfterHours: number;
}

/** The tags every resource must carry. */
export const REQUIRED_TAGS = ["golazo:stack", "golazo:owner", "golazo:expires-after"] as const;

/** A length of time, not a date: a plan made tomorrow must not differ from one made today. */
export function tagsOf(tags: StackTags): Record<(typeof REQUIRED_TAGS)[number], string> {
  return {
    "golazo:stack": tags.stack,
    "golazo:owner": tags.owner,
    "golazo:expires-after": `${tags.expiresAfterHours}h`,
  };
}
