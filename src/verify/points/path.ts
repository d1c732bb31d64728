// The path to a counterexample, as fast-check tells it and as replay lines have it.

/** Whether a text is a path to a counterexample, as reports tell it: numbers with colons between. */
export const isReplayPath = (text: unknown): text is string =>
  typeof text === 'string' && /^\d+(:\d+)*$/.test(text)
