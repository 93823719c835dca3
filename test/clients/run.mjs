/*
 * Coding agents that people use, whole, behind Kvlar: `npm run clients [NAME…]`. Each is installed from its registry into
 * the ignored cache of this checkout, given a HOME of its own and a scripted model on loopback, and told of the official
 * filesystem server by its own command. Then `kvlar init` and `kvlar wrap`, as a person types them, and one run: it reads
 * a file, is denied a secret, and asks to write; the write waits for a person, who approves it, and the client repeats
 * it. A hook that denies everything stands beside it, and lets these tools be. At the end `kvlar unwrap` gives the client's file back, byte for byte, and `kvlar audit verify` holds. The
 * same with the client's own shell and `kvlar wrap --hooks` stands in `hooks.mjs`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmProgram } from '../servers/installed.mjs'
import { CLIENTS } from './clients.mjs'
import { runHooks } from './hooks.mjs'
import { cleanEnvironment, makePlace, root, runOnce, SECRET } from './place.mjs'
import { ScriptedModel } from './scripted-model.mjs'

const kvlar = join(root, 'bin/kvlar')
const SERVER = 'files'
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CLIENTS)

let failures = 0
for (const name of names) {
  const started = performance.now()
  const problems = [...(await runClient(name)), ...(await runHooks(name))]
  failures += problems.length
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  for (const problem of problems) console.log(`    ${problem}`)
}
process.exitCode = failures === 0 ? 0 : 1

/** One client from its settings to its record; what was not as it should be, in sentences. */
async function runClient(name) {
  const client = CLIENTS[name]
  const [program] = npmProgram(client.package, client.version, client.program, client.installScript)
  const place = makePlace(name)
  const problems = []
  const model = await ScriptedModel.start(client.dialect, script(place, problems))
  const env = { ...cleanEnvironment(place.home), ...client.env(model.url) }
  const type = (command, words) => execFileSync(command, words, { cwd: place.project, env, encoding: 'utf8' })
  try {
    client.prepare(place.home, model.url)
    const server = npmProgram('@modelcontextprotocol/server-filesystem', '2026.8.31', 'mcp-server-filesystem')
    type(program, client.addServer(SERVER, [...server, place.project]))
    type(kvlar, ['init'])
    const dry = JSON.parse(type(kvlar, ['wrap', '--client', name, '--dry-run', '--json']))
    const files = dry.files
      .filter(({ changed }) => changed)
      .map(({ path: file }) => ({ file, before: readFileSync(file) }))
    if (files.length === 0) problems.push('`kvlar wrap` found no file of the client')
    type(kvlar, ['wrap', '--client', name])
    // A hook that denies everything: tools of servers behind a proxy of ours are none of its business.
    const nothing = join(place.home, 'nothing.yaml')
    writeFileSync(nothing, 'name: nothing\nrules: []\n')
    type(kvlar, ['wrap', '--hooks', '--client', name, '--policy', nothing])
    for (const entry of files) entry.wrapped = readFileSync(entry.file)
    place.approve = approver(env, place.project)
    await runOnce(program, client.run(SERVER), { cwd: place.project, env }, problems)
    if (!place.isFinished) problems.push('the client ended before the script did')
    const untouched = files.filter(({ file, wrapped }) => readFileSync(file).equals(wrapped))
    type(kvlar, ['unwrap', '--client', name])
    for (const { file } of files) {
      if (readFileSync(file, 'utf8').includes('kvlar'))
        problems.push(`\`kvlar unwrap\` left itself in ${file}`)
    }
    // A client may write into its own file while it runs; one that did not has its file back to the byte.
    for (const { file, before } of untouched) {
      if (!readFileSync(file).equals(before))
        problems.push(`${file} is not what it was before \`kvlar wrap\``)
    }
    type(kvlar, ['audit', 'verify'])
  } catch (error) {
    problems.push(`${error.message}${error.stderr === undefined ? '' : `\n${error.stderr}`}`)
  } finally {
    await model.stop().catch((error) => problems.push(String(error)))
    rmSync(place.base, { recursive: true, force: true })
  }
  return problems
}

/** What the model says, turn by turn, and what has to come back. */
async function* script(place, problems) {
  const expect = (isTrue, sentence, result) => {
    if (!isTrue) problems.push(`${sentence}; the client was told: ${String(result).slice(0, 400)}`)
  }
  const call = (tool, args) => ({ server: SERVER, tool, arguments: args })
  const notes = join(place.project, 'notes.txt')
  const read = yield call('read_text_file', { path: notes })
  expect(read?.includes('buy milk'), 'an allowed read gives the text', read)

  const secret = yield call('read_text_file', { path: join(place.project, '.env') })
  expect(!secret?.includes(SECRET), 'a denied read gives nothing away', secret)
  expect(secret?.includes('BLOCKED BY KVLAR'), 'a denied read says that it was denied', secret)

  const target = join(place.project, 'made.txt')
  const write = call('write_file', { path: target, content: 'written by an agent' })
  const held = yield write
  expect(held?.includes('pproval'), 'a held write says that it needs approval', held)
  expect(!existsSync(target), 'a held write has not run', held)
  place.approve()

  const written = yield write
  expect(existsSync(target), 'an approved write runs when it is repeated', written)
  const again = yield call('read_text_file', { path: target })
  expect(again?.includes('written by an agent'), 'what was written can be read', again)
  place.isFinished = true
}

/** Approves the one call that waits, at the command line, as a person would. */
function approver(env, cwd) {
  const type = (...words) => execFileSync(kvlar, ['approvals', ...words], { cwd, env, encoding: 'utf8' })
  return () => {
    const waiting = JSON.parse(type('list', '--json'))
    const [{ id }] = waiting.requests ?? waiting
    type('approve', id, '--note', 'as asked')
  }
}
