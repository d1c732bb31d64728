// Colours by what they mean: whoever has a screen says what they look like.
import type { Verdict } from './report.js'

/** What a piece of text is. */
export type Style = Verdict | 'unread' | 'place' | 'caret' | 'help' | 'faint' | 'strong'

/** Gives a text its colour. */
export type Paint = (style: Style, text: string) => string

/** No colours. */
export const unpainted: Paint = (_, text) => text
