import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { parseArguments } from '../apps/cli/src/command-line/arguments.ts'
import { allSpecs } from '../apps/cli/src/command-line/commands.ts'
import { loadPolicy } from '../packages/core/src/index.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'examples/deployment')
const specs = await allSpecs()

/** The words of every `kvlar` that a file starts, with the place where it stands. */
const started = [...dockerWords(), ...systemdWords(), ...kubernetesWords(), ...actionWords()]

test('there is a command line in every file that starts the command', () => {
  expect(new Set(started.map(({ file }) => file)).size).toBe(7)
})

test.each(started)('$file starts a command as the parser reads it: $words', ({ words }) => {
  const spec = specs.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name)
  expect(spec).toBeDefined()
  if (spec === undefined) return
  expect(() => parseArguments(spec, words.slice(spec.name.split(' ').length))).not.toThrow()
})

test('the policy of the ConfigMap loads', () => {
  const [map] = documents('kubernetes/sidecar.yaml') as { data: Record<string, string> }[]
  const text = map?.data['policy.yaml'] ?? ''
  expect(loadPolicy({ file: 'policy.yaml', text }).rules.length).toBeGreaterThan(0)
})

interface Started {
  readonly file: string
  readonly words: readonly string[]
}

function textOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

function documents(file: string): unknown[] {
  return parseAllDocuments(textOf(file)).map((one) => one.toJS({}) as unknown)
}

function dockerWords(): Started[] {
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(textOf('docker/Dockerfile')) ?? []
  const { services } = parse(textOf('docker/compose.yaml')) as {
    services: Record<string, { image: string; command: string[] }>
  }
  const ours = Object.values(services).filter(({ image }) => image === 'kvlar')
  return [
    { file: 'docker/Dockerfile', words: JSON.parse(command) as string[] },
    ...ours.map((one) => ({ file: 'docker/compose.yaml', words: one.command })),
  ]
}

function systemdWords(): Started[] {
  return readdirSync(join(folder, 'systemd')).map((name) => {
    const [, words = ''] = /^ExecStart=\S+node \S+main\.js (.*)$/m.exec(textOf(`systemd/${name}`)) ?? []
    return { file: `systemd/${name}`, words: words.split(' ') }
  })
}

/** Every `args` of a container of ours, wherever it stands. */
function kubernetesWords(): Started[] {
  const found: Started[] = []
  const look = (value: unknown, file: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { image, args } = value as { image?: string; args?: string[] }
    if (image?.startsWith('kvlar:') === true) found.push({ file, words: args ?? [] })
    for (const one of Object.values(value)) look(one, file)
  }
  for (const name of readdirSync(join(folder, 'kubernetes')))
    look(documents(`kubernetes/${name}`), `kubernetes/${name}`)
  return found
}

function actionWords(): Started[] {
  const file = '.github/actions/test/action.yml'
  const script = readFileSync(join(root, file), 'utf8')
  return [...script.matchAll(/"\$kvlar" ([^;\n]*)/g)].map(([, words = '']) => ({
    file,
    words: words.split(' ').map((word) => (word.includes('THRESHOLD') ? '90' : word.replaceAll('"', ''))),
  }))
}
