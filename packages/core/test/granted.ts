import { compileShellGrant, type ProgramGrant } from '@kvlar/core/readings'

export const PATHS = { within: '/srv/work', except: ['$secret_files'], relative: true } as const

/** The commands that are granted in full, out of these, all of one program. */
export function granted(program: ProgramGrant, ...commands: readonly string[]): readonly string[] {
  const [name = ''] = commands[0]?.split(' ', 1) ?? []
  const judge = compileShellGrant({ syntax: 'posix', paths: PATHS, programs: { [name]: program } })
  return commands.filter((command) => judge(command).truth === 'true')
}
