/** One command of a transcript and what it must print. */
export interface Step {
  readonly command: string
  /** 1-based line of the command. */
  readonly line: number
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  readonly exitCode: number
}

export interface Transcript {
  readonly steps: readonly Step[]
  /** Files that exist before the first command, by path. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * Reads a transcript. `# ` begins a comment, `$ ` a command, `! ` a line of stderr, `? ` the exit code (0 when
 * absent); every other line is stdout, with `\` in front where it would look like one of these. `[..]` stands for
 * any text in a line, a line of `[...]` for any lines. Files follow at the end, each after `-- path --`.
 */
export function readTranscript(text: string): Transcript {
  const [script = '', ...sections] = text.split(/^-- (.+) --\n/m)
  const files = new Map<string, string>()
  for (let at = 0; at < sections.length; at += 2) files.set(sections[at] ?? '', sections[at + 1] ?? '')
  const steps: (Step & { stdout: string[]; stderr: string[]; exitCode: number })[] = []
  let between = true
  for (const [index, line] of script.split('\n').entries()) {
    const step = steps.at(-1)
    if (line.startsWith('$ ')) {
      steps.push({ command: line.slice(2), line: index + 1, stdout: [], stderr: [], exitCode: 0 })
      between = false
    } else if (between || step === undefined) {
      continue
    } else if (line.startsWith('? ')) {
      step.exitCode = Number(line.slice(2))
    } else if (line === '!' || line.startsWith('! ')) {
      step.stderr.push(line.slice(2))
    } else if (line.startsWith('# ')) {
      between = true
    } else {
      step.stdout.push(line.replace(/^\\/, ''))
    }
  }
  for (const { stdout, stderr } of steps) {
    for (const lines of [stdout, stderr]) while (lines.at(-1) === '') lines.pop()
  }
  return { steps, files }
}

/** Whether lines are what a transcript expects of them. */
export function fits(expected: readonly string[], got: readonly string[]): boolean {
  const source = expected.map((line) =>
    line === '[...]'
      ? '(?:.*\\n)*?'
      : `${line
          .split('[..]')
          .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
          .join('.*')}\\n`,
  )
  return new RegExp(`^${source.join('')}\n*$`).test(`${got.join('\n')}\n`)
}
