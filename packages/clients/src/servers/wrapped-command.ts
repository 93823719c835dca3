/** What a wrapped server is started with: pinned at wrap time, because a client started from a desktop has no PATH. */
export interface Launcher {
  /** Absolute path of Node. */
  readonly node: string
  /** Absolute path of the file that is Kvlar's command. */
  readonly entry: string
  /** Where Kvlar's own folders lie, whatever the client or the entry sets; absolute. */
  readonly folders?: OwnFolders
}

export interface OwnFolders {
  /** The home folder, in which `.kvlar` lies. */
  readonly home: string
  /** The folder in which that of Kvlar's state lies. */
  readonly stateHome: string
}

/** The part of a wrapped command line before the server's own command. */
export interface ProxyFlags {
  readonly server: string
  /** Absolute paths, in order. */
  readonly policies: readonly string[]
  readonly config?: string
  /** Flags somebody added by hand, kept when the rest is renewed. */
  readonly extra: readonly string[]
}

export interface WrappedCommand {
  readonly flags: ProxyFlags
  /** How many elements stand before the server's own command, `--` included. */
  readonly headLength: number
}

/**
 * Everything before the server's own command, which follows as it was: a relative command still starts from the
 * folder the client chose, and finding the script behind a bare `npx` on Windows is up to the proxy that starts it.
 */
export function wrappedHead(launcher: Launcher, flags: ProxyFlags): readonly string[] {
  return [
    launcher.node,
    launcher.entry,
    'proxy',
    '--stdio',
    '--server',
    flags.server,
    ...flags.policies.flatMap((policy) => ['--policy', policy]),
    ...(flags.config === undefined ? [] : ['--config', flags.config]),
    ...(launcher.folders === undefined
      ? []
      : ['--home', launcher.folders.home, '--state-home', launcher.folders.stateHome]),
    ...flags.extra,
    '--',
  ]
}

/**
 * Recognises a wrapped command line by its structure, wherever Node and Kvlar stood when it was written:
 * `NODE ENTRY proxy --stdio --server NAME … -- COMMAND …`, or `…/kvlar proxy … --stdio … -- COMMAND …`.
 */
export function readWrapped(argv: readonly (string | undefined)[]): WrappedCommand | undefined {
  const flagsFrom = isKvlar(argv[0]) && argv[1] === 'proxy' ? 2 : isEntry(argv) ? 3 : undefined
  const dash = argv.indexOf('--')
  if (flagsFrom === undefined || dash < flagsFrom || dash === argv.length - 1) return undefined
  const tokens = argv.slice(flagsFrom, dash)
  const words = tokens.filter((token) => token !== undefined)
  if (words.length < tokens.length || !words.includes('--stdio')) return undefined
  return { flags: readFlags(words), headLength: dash + 1 }
}

function isKvlar(program: string | undefined): boolean {
  return program !== undefined && /(?:^|[\\/])kvlar(?:-cli)?(?:\.exe|\.cmd)?$/i.test(program)
}

function isEntry(argv: readonly (string | undefined)[]): boolean {
  const entry = argv[1] ?? ''
  const isAbsolute = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(entry)
  return isAbsolute && argv[2] === 'proxy' && argv[3] === '--stdio' && argv[4] === '--server'
}

function readFlags(words: readonly string[]): ProxyFlags {
  const policies: string[] = []
  const extra: string[] = []
  let server = ''
  let config: string | undefined
  for (let index = 0; index < words.length; index += 1) {
    const [, name, inline] = /^(--?[a-z-]+)(?:=(.*))?$/s.exec(words[index] ?? '') ?? []
    const value = (): string => inline ?? words[++index] ?? ''
    switch (name) {
      case '--stdio':
        break
      case '--server':
        server = value()
        break
      case '-p':
      case '--policy':
        policies.push(value())
        break
      case '-c':
      case '--config':
        config = value()
        break
      // Written anew each time.
      case '--home':
      case '--state-home':
        value()
        break
      case undefined:
      default:
        extra.push(words[index] ?? '')
    }
  }
  return { server, policies, extra, ...(config === undefined ? {} : { config }) }
}
