/*
 * Every check of the project, in the order in which a mistake is cheapest to mend. Each step is a sentence; the
 * first that is not true ends the run. The last line counts the tests.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packages.mjs'

const report = join(root, '.cache', 'tests.json')
const vitest = ['vitest', 'run', '--config', 'vitest.workspace.ts', '--reporter=default', '--reporter=json']

/** @type {[string, string[]][]} */
const steps = [
  ['every file is formatted', ['prettier', '--check', '--log-level=warn', '.']],
  ['no rule of the linter is broken', ['oxlint', '--type-aware', '--deny-warnings', '--quiet']],
  ['the types hold in every package and test', ['tsc', '-b']],
  // As the launcher would: tests start the command by both, and one must not build under the other.
  ['every package builds', ['node', 'tools/setup.cjs']],
  ['every test passes', [...vitest, `--outputFile.json=${report}`]],
  ['packages can be installed and imported as published', ['node', 'tools/check-packages.mjs']],
  ['nothing is unused', ['knip', '--no-progress', '--no-config-hints']],
]

mkdirSync(join(root, '.cache'), { recursive: true })
rmSync(report, { force: true })
for (const [sentence, [command, ...args]] of steps) {
  const started = performance.now()
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (result.status !== 0) {
    console.log(`\n✗ not true: ${sentence} (${command}, ${seconds} s)`)
    printCount()
    process.exit(result.status ?? 1)
  }
  console.log(`✓ ${sentence} (${seconds} s)`)
}
printCount()

/** The line by which people and machines see how many tests ran. */
function printCount() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    console.log(`\nTests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
    if (process.env.CI && numPendingTests > 0) {
      console.log('✗ skipped tests count as failures in CI')
      process.exitCode = 1
    }
  } catch {
    console.log('\nno test was run')
    process.exitCode = 1
  }
}
