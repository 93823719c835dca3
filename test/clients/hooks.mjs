/*
 * The hook of a client, whole: `kvlar wrap --hooks`, then the client's own shell, which no proxy sees. It runs what is
 * allowed, is denied, is asked about, and runs once it is approved. Then the hook that stands in the settings is killed,
 * hangs, ends with 1 and is missing, each in a run of its own; what the client does is compared with `BROKEN`, which
 * `docs/hooks.md` prints.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmProgram } from '../servers/installed.mjs'
import { BROKEN, WAYS } from './broken-hooks.mjs'
import { CLIENTS } from './clients.mjs'
import { cleanEnvironment, makePlace, root, runOnce } from './place.mjs'
import { ScriptedModel } from './scripted-model.mjs'

const kvlar = join(root, 'bin/kvlar')

const POLICY = `name: hooks
rules:
  - id: deny-removing
    match_on: { conditions: [{ field: command, operator: contains, value: 'rm ' }] }
    effect: { type: deny, reason: nothing is removed }
  - id: ask-about-touching
    match_on: { conditions: [{ field: command, operator: contains, value: 'touch asked' }] }
    effect: { type: require_approval, reason: a person looks first }
  - id: allow-the-rest
    effect: { type: allow }
`

/** What was not as it should be, in sentences. */
export async function runHooks(name) {
  const client = CLIENTS[name]
  const { hooks } = client
  const place = makePlace(`${name}-hooks`)
  const problems = []
  const expect = (isTrue, sentence, result) => {
    if (!isTrue) problems.push(`${sentence}; the client was told: ${String(result).slice(0, 400)}`)
  }
  const [program] = npmProgram(client.package, client.version, client.program, client.installScript)
  const policy = join(place.home, 'hooks.yaml')
  writeFileSync(policy, POLICY)
  const env = cleanEnvironment(place.home)
  const type = (...words) => execFileSync(kvlar, words, { cwd: place.project, env, encoding: 'utf8' })

  /** One run of the client along a script. */
  const along = async (script) => {
    const model = await ScriptedModel.start(client.dialect, script, { ofServers: false })
    try {
      client.prepare(place.home, model.url)
      if (wrapped !== undefined) writeFileSync(wrapped.path, wrapped.text)
      await runOnce(
        program,
        hooks.run,
        { cwd: place.project, env: { ...env, ...client.env(model.url) } },
        problems,
      )
    } finally {
      await model.stop()
    }
  }
  const isThere = (file) => existsSync(join(place.project, file))
  let wrapped

  try {
    client.prepare(place.home, 'http://127.0.0.1:9')
    const { files } = JSON.parse(type('wrap', '--hooks', '--client', name, '--policy', policy, '--json'))
    const [{ path }] = files
    const installed = readFileSync(path, 'utf8')
    wrapped = { path, text: installed }

    await along(
      (async function* () {
        const ran = yield hooks.call('touch allowed')
        expect(isThere('allowed'), 'an allowed command runs', ran)
        const denied = yield hooks.call('rm allowed')
        expect(isThere('allowed'), 'a denied command does not run', denied)
        expect(denied?.includes('nothing is removed'), 'a denied command says why', denied)
        const asked = yield hooks.call('touch asked')
        expect(!isThere('asked'), 'a command that needs approval does not run', asked)
        expect(asked?.includes('Approval required'), 'it says that it needs approval, and where', asked)
        const [{ id }] = JSON.parse(type('approvals', 'list', '--json'))
        type('approvals', 'approve', id, '--note', 'as asked')
        const approved = yield hooks.call('touch asked')
        expect(isThere('asked'), 'an approved command runs when it is repeated', approved)
        place.isFinished = true
      })(),
    )
    if (!place.isFinished) problems.push('the client ended before the script did')

    for (const [way, breaking] of Object.entries(WAYS)) {
      const file = `ran-${way}`
      wrapped = { path, text: breaking(installed, hooks.id) }
      await along(
        (async function* () {
          yield hooks.call(`touch ${file}`)
        })(),
      )
      const does = isThere(file) ? 'runs' : 'denied'
      console.log(`    ${name}, its hook ${way}: the tool ${does === 'runs' ? 'RUNS' : 'is denied'}`)
      const said = BROKEN[hooks.id][way]
      if (does !== said) problems.push(`with its hook ${way}, the tool: ${does}; docs/hooks.md says: ${said}`)
    }
    writeFileSync(path, installed)
    type('unwrap', '--client', name)
    if (existsSync(path) && readFileSync(path, 'utf8').includes('kvlar'))
      problems.push(`\`kvlar unwrap\` left the hook in ${path}`)
    type('audit', 'verify')
  } catch (error) {
    problems.push(`${error.message}${error.stderr === undefined ? '' : `\n${error.stderr}`}`)
  } finally {
    rmSync(place.base, { recursive: true, force: true })
  }
  return problems
}
