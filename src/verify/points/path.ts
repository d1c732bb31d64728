// The path to a counterexample, as fast-check tells it and as replay lines have it.

/** Whether a text is a path: numbers with colons between. */
export const isPath = (text: unknown): text is string => typeof text === 'string' && /^\d+(:\d+)*$/.test(text)
