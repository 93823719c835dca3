import { charsOf, codedLines } from './coded-lines.ts'
import { type View, ViewWriter } from './view.ts'

/** Between two strings that code joins: `"ab" + "cd"`, `'ab' . 'cd'`, `"ab" "cd"`, `ab""cd`. */
const JOINT = /["'](?:\s{1,16}|\s{0,16}(?:[+&~]|\.{1,2}|\|\||<>)\s{0,16})?["']|`\s{0,16}\+\s{0,16}`/g

/** The lines of a text that have joints between strings, with those left out; undefined when none has. */
export function joinedText(text: string): View | undefined {
  const lines = codedLines(text, JOINT)
  if (lines.length === 0) return undefined
  const writer = new ViewWriter(charsOf(lines))
  for (const { start, end } of lines) {
    let from = start
    const copy = (to: number): void => {
      for (let at = from; at < to; at++) writer.add(text.charCodeAt(at), at, at + 1)
    }
    for (const { 0: joint, index } of text.slice(start, end).matchAll(JOINT)) {
      copy(start + index)
      from = start + index + joint.length
    }
    copy(end)
  }
  return writer.view()
}
