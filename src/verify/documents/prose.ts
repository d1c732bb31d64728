// The sentence in front of a display: a condition there, "If $i = k$, …", is meant for the display.
import { statesRelation } from './relations.js'

/** What may stand between a word such as "if" and its formula. */
const BETWEEN = String.raw`[^$.;!?。；]{0,60}?`
/** A formula within a line, as any dialect of Markdown or LaTeX writes it. */
const FORMULA = String.raw`(?:\$\x60?([^$]+?)\x60?\$|\\\(([\s\S]+?)\\\))`
const WORDS =
  'if|when|whenever|for|under|where|case|cases|suppose|assume|assuming|provided|given|since|as|wenn|falls|für|sei|seien|im Fall|当|若|如果|对于?|设|情况'
const CONDITION = new RegExp(String.raw`(?<![\p{L}])(?:${WORDS})(?![a-zA-Z])${BETWEEN}${FORMULA}`, 'giu')
const ANOTHER = new RegExp(String.raw`^\s*(?:and|und|且|,|，)\s*${FORMULA}`, 'iu')

const withoutComments = (prose: string): string =>
  prose.replace(/<!--[\s\S]*?-->/g, ' ').replace(/(?<!\\)%[^\n]*/g, ' ')

/** Whether nothing is said, but for comments. */
export const isBlank = (prose: string): boolean => withoutComments(prose).trim() === ''

/** The sentence at the end of a text, without marks of lists, emphasis and comments. */
function lastSentence(prose: string): string {
  const text = withoutComments(prose)
    .trimEnd()
    .replace(/[\s.,;:!?*_。，；：]+$/u, '')
  const paragraph = text.slice(text.lastIndexOf('\n\n') + 1)
  // A dot within a formula, or in i.e., ends no sentence.
  const hidden = paragraph.replace(/\$[^$]*\$|\\\([\s\S]*?\\\)|\b(?:i\.e|e\.g|cf|z\.B|d\.h)\./g, found =>
    'x'.repeat(found.length),
  )
  const ends = [...hidden.matchAll(/[.!?](?=\s|\*|$)|[。！？；]/gu)]
  return paragraph.slice((ends.at(-1)?.index ?? -1) + 1)
}

/** The formula of the condition that the text in front of a display ends with; `undefined` where it ends with none. */
export function conditionBefore(prose: string): string | undefined {
  const sentence = lastSentence(prose)
  for (const found of sentence.matchAll(CONDITION)) {
    const [first] = formulaOf(found)
    if (first === undefined || !statesRelation(first)) continue
    const parts = [first]
    for (let rest = sentence.slice(found.index + found[0].length); ; ) {
      const more = ANOTHER.exec(rest)
      const [next] = more === null ? [] : formulaOf(more)
      if (more === null || next === undefined || !statesRelation(next)) break
      parts.push(next)
      rest = rest.slice(more[0].length)
    }
    return parts.join(' \\text{ and } ')
  }
  return undefined
}

const formulaOf = ([, dollars, brackets]: RegExpMatchArray): readonly string[] => {
  const formula = dollars ?? brackets
  return formula === undefined ? [] : [formula.trim()]
}
