import type { JsonValue } from '../../json-value.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { visitTexts } from './texts-of.ts'

/** The texts of the call that is judged, gathered once for all conditions that ask every text. */
export interface CallTexts {
  /** Until `end`, nothing in the value changes. */
  begin(value: JsonValue): void
  end(): void
  /**
   * All texts, or those of a shape.
   *
   * @throws RangeError as `visitTexts` does
   */
  of(value: JsonValue, shape?: TextShape): readonly string[]
  /** What `judge` says of all texts; several rules ask the same, and of the call that is judged it is found out once. */
  once(value: JsonValue, question: string, judge: () => Judgement): Judgement
}

/** Whether a text is of the shape that a condition asks about. */
export type TextShape = (text: string) => boolean

export function createCallTexts(): CallTexts {
  let judged: JsonValue | undefined
  let all: readonly string[] | undefined
  const shaped = new Map<TextShape, readonly string[]>()
  const answers = new Map<string, Judgement>()
  const end = (): void => {
    judged = undefined
    all = undefined
    shaped.clear()
    answers.clear()
  }
  const gather = (value: JsonValue): readonly string[] => {
    if (judged === undefined || judged !== value) return textsIn(value)
    all ??= textsIn(value)
    return all
  }
  return {
    begin: (value) => {
      end()
      judged = value
    },
    end,
    of: (value, shape) => {
      const texts = gather(value)
      if (shape === undefined) return texts
      const known = texts === all ? shaped.get(shape) : undefined
      const found = known ?? texts.filter(shape)
      if (texts === all) shaped.set(shape, found)
      return found
    },
    once: (value, question, judge) => {
      if (judged === undefined || judged !== value) return judge()
      const answer = answers.get(question) ?? judge()
      answers.set(question, answer)
      return answer
    },
  }
}

function textsIn(value: JsonValue): readonly string[] {
  const texts: string[] = []
  visitTexts(value, (text) => {
    texts.push(text)
    return false
  })
  return texts
}
