// Characters that are subscripts and superscripts of their own: x₁, x², Xᵀ, zᵢⱼ.

/** What each character of a text stands for: the one at its place in another text. */
const table = (characters: string, meanings: string): ReadonlyMap<string, string> =>
  new Map([...characters].map((character, i) => [character, meanings[i]!]))

const LOWERED = table('₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ', '0123456789+-()aehijklmnoprstuvx')
const RAISED = table('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀ⊺ᵃᵇᶜᵈᵉⁱʲᵏˡᵐⁿᵖʳˢᵗˣ', '0123456789+-()⊤⊤abcdeijklmnprstx')

/** A subscript or superscript of characters of its own: its sign, and what each of them stands for. */
export interface Script {
  readonly sign: '_' | '^'
  readonly parts: readonly string[]
}

/** The subscript or superscript that begins at a place. All of these characters are single UTF-16 units. */
export function scriptAt(source: string, at: number): Script | undefined {
  const meanings = LOWERED.has(source.charAt(at)) ? LOWERED : RAISED
  const parts: string[] = []
  for (; meanings.has(source.charAt(at)); at++) parts.push(meanings.get(source.charAt(at))!)
  return parts.length === 0 ? undefined : { sign: meanings === LOWERED ? '_' : '^', parts }
}

/** Whether a text begins with such a character, so that it means something else by itself. */
export const isScripted = (text: string): boolean => scriptAt(text, 0) !== undefined

/** Where a run of letters ends that none of these characters is a part of. */
export const LETTERS = new RegExp(
  `(?:(?![${[...LOWERED.keys(), ...RAISED.keys()].join('')}]|\\p{Script=Han})\\p{L}\\p{M}*)+`,
  'uy',
)
