import type { JsonValue } from '../../json-value.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { documentTexts } from './document-texts.ts'
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
  /** Whether a text stands in the arguments as a document, and as nothing else. */
  isDocument(value: JsonValue, text: string): boolean
  /** What `judge` says of all texts; several rules ask the same, and of the call that is judged it is found out once. */
  once(value: JsonValue, question: string, judge: () => Judgement): Judgement
}

/** Whether a text is of the shape that a condition asks about. */
export type TextShape = (text: string) => boolean

/** What was found out about the call that is judged. Most calls ask nothing of it, so it is made when it is asked for. */
interface Gathered {
  readonly all: readonly string[]
  readonly shaped: Map<TextShape, readonly string[]>
  documents?: ReadonlySet<string>
}

export function createCallTexts(): CallTexts {
  let judged: JsonValue | undefined
  let gathered: Gathered | undefined
  let answers: Map<string, Judgement> | undefined
  const end = (): void => {
    judged = undefined
    gathered = undefined
    answers = undefined
  }
  const isJudged = (value: JsonValue): boolean => judged !== undefined && judged === value
  return {
    begin: (value) => {
      end()
      judged = value
    },
    end,
    of: (value, shape) => {
      if (!isJudged(value)) {
        const texts = textsIn(value)
        return shape === undefined ? texts : texts.filter(shape)
      }
      gathered ??= { all: textsIn(value), shaped: new Map() }
      const { all, shaped } = gathered
      if (shape === undefined) return all
      const found = shaped.get(shape) ?? all.filter(shape)
      shaped.set(shape, found)
      return found
    },
    isDocument: (value, text) => {
      if (!isJudged(value) || gathered === undefined) return documentTexts(value).has(text)
      gathered.documents ??= documentTexts(value)
      return gathered.documents.has(text)
    },
    once: (value, question, judge) => {
      if (!isJudged(value)) return judge()
      answers ??= new Map()
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
