/**
 * What the strict reading of a message costs: `node bench/reader.mjs`. Prints, for each message, the time of
 * `JSON.parse` on its text, the factor of `readJson` on the same text, the factor of the whole reading of its bytes
 * (UTF-8, JSON, typing, what to forward), and the longest hold of the event loop while it is read in slices.
 */
import { readJson } from '../packages/core/src/json/index.ts'
import { readMessage, readMessageInSlices } from '../packages/proxy/src/index.ts'

const ROUNDS = 15

const response = (result) => JSON.stringify({ jsonrpc: '2.0', id: 1, result })
const text = (content) => response({ content: [{ type: 'text', text: content }] })
const rows = (count) =>
  response({
    rows: Array.from({ length: count }, (_, id) => ({
      id,
      userName: `name ${id}`,
      value: id * 1.5,
      tags: ['a', 'b'],
    })),
  })
const call = (content) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'write_file', arguments: { path: '/srv/notes.txt', content } },
  })

const MIB = 1024 * 1024
const MESSAGES = [
  ['1 KiB call, one text', 'client', call('x'.repeat(900))],
  ['1 KiB answer, rows', 'server', rows(15)],
  ['1 MiB answer, one text', 'server', text('The quick brown fox. '.repeat(MIB / 21))],
  ['1 MiB answer, escapes', 'server', text('The "quick"\nbrown fox. '.repeat(MIB / 25))],
  ['1 MiB answer, beyond ASCII', 'server', text('Ünïcödé 漢字 😀 '.repeat(MIB / 31))],
  ['1 MiB answer, rows', 'server', rows(16_500)],
  ['16 MiB answer, rows', 'server', rows(255_000)],
]

function timed(run, repeat) {
  const started = performance.now()
  for (let index = 0; index < repeat; index++) run()
  return (performance.now() - started) / repeat
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** The longest time between two turns of the event loop while a line is read, in milliseconds. */
async function longestHold(line, from) {
  let longest = 0
  let last = performance.now()
  let reading = true
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (reading) setImmediate(turn)
  }
  setImmediate(turn)
  await readMessageInSlices(line, from)
  reading = false
  longest = Math.max(longest, performance.now() - last)
  return longest
}

console.log('message                        JSON.parse    readJson   readMessage   longest hold in slices')
for (const [name, from, json] of MESSAGES) {
  const line = Buffer.from(json)
  const repeat = Math.max(1, Math.min(300, Math.floor(MIB / line.length)))
  const times = { parse: [], json: [], message: [], hold: [] }
  for (let round = 0; round < (line.length > MIB * 2 ? 5 : ROUNDS); round++) {
    times.parse.push(timed(() => JSON.parse(json), repeat))
    times.json.push(timed(() => readJson(json), repeat))
    times.message.push(timed(() => readMessage(line, from), repeat))
    times.hold.push(await longestHold(line, from))
  }
  const parse = median(times.parse)
  const factor = (values) => `x ${(median(values) / parse).toFixed(2)}`
  console.log(
    [
      name.padEnd(28),
      `${parse.toFixed(4)} ms`.padStart(13),
      factor(times.json).padStart(11),
      factor(times.message).padStart(13),
      `${median(times.hold).toFixed(2)} ms`.padStart(17),
    ].join(''),
  )
}
