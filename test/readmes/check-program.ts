import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { root } from '../architecture/source-tree.ts'

/** What a program came to. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts a program in a home of its own, for the time of a test. */
export function startProgram(file: string): {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  readonly start: () => Promise<Ran>
} {
  const home = mkdtempSync(join(tmpdir(), 'kvlar-readme-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const { XDG_STATE_HOME: _state, NO_COLOR: _colour, ...outside } = process.env
  const env = { ...outside, HOME: home }
  const start = async (): Promise<Ran> => {
    const child = spawn(process.execPath, [join(root, file)], { cwd: home, env })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { status, stdout, stderr }
  }
  return { home, env, start }
}

/** What the compiler says of programs under `strict`. @param name of a file of settings, for as long as it takes */
export function typeProblems(files: readonly string[], name: string): string {
  const config = join(root, '.cache', `tsconfig.${name}.json`)
  mkdirSync(dirname(config), { recursive: true })
  const options = { noEmit: true, composite: false, declaration: false, emitDeclarationOnly: false }
  const unused = { noUnusedLocals: false, noUnusedParameters: false }
  const settings = {
    extends: '../tsconfig.base.json',
    compilerOptions: { ...options, ...unused, verbatimModuleSyntax: false, lib: ['ES2024', 'DOM'] },
    files: files.map((file) => join('..', file)),
  }
  writeFileSync(config, JSON.stringify(settings))
  const { stdout } = spawnSync('tsc', ['-p', config, '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
  rmSync(config, { force: true })
  return stdout
}
