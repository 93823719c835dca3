import { styleText } from 'node:util'

const WIDTH = 80

/** Plain text when colours are unwanted or nobody is looking at a terminal. */
const style = (format, text) => styleText(format, text, { stream: process.stdout })

/** Breaks a text into lines that fit beside an indent. */
function wrap(text, indent) {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/** Prints the guided run: steps, verdicts and what was seen, in 80 columns. */
export const transcript = {
  title(text, underneath) {
    console.log(`\n${style('bold', text)}`)
    for (const line of wrap(underneath, 0)) console.log(style('dim', line))
  },
  fact(name, value) {
    console.log(`  ${style('dim', name.padEnd(8))} ${value}`)
  },
  picture(text) {
    console.log(`\n${text}\n`)
  },
  step(number, text) {
    console.log(`\n${style('bold', `${number}  ${text}`)}`)
  },
  verdict(word, colour, detail) {
    const [first, ...rest] = wrap(detail, 12)
    console.log(`   ${style(['bold', colour], word.padEnd(8))} ${first ?? ''}`)
    for (const line of rest) console.log(`${' '.repeat(12)}${line}`)
  },
  quote(lines) {
    for (const line of lines) console.log(`   ${style('dim', '│')} ${line}`)
  },
  note(text) {
    for (const line of wrap(text, 3)) console.log(`   ${line}`)
  },
  commands(rows) {
    console.log(`\n${style('bold', 'Next')}`)
    for (const [command, meaning] of rows) console.log(`   ${style('cyan', command.padEnd(36))} ${meaning}`)
    console.log()
  },
}
