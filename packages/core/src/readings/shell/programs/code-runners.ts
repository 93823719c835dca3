/**
 * A program that runs other programs or code through its arguments, or files it is given: what a reviewer should be
 * told, and what the author of a grant should know. Facts of the programs' manuals.
 */
export interface CodeRunner {
  /** What it can do, as the end of a sentence that begins with its name. */
  readonly does: string
  /** Whether it does so whatever its arguments. */
  readonly always?: true
  readonly flags?: readonly string[]
  /** Whether its operands name or are the code. */
  readonly operands?: true
  readonly subcommands?: readonly string[]
  /** Flags whose value, in the next word, is code as an operand is. */
  readonly scriptFlags?: readonly string[]
  /** Operands that are known to be harmless. */
  readonly harmless?: RegExp
}

const SCRIPTED: CodeRunner = {
  does: 'runs the code that it is given',
  flags: [
    '-c',
    '-m',
    '-e',
    '-E',
    '-p',
    '-r',
    '--eval',
    '--print',
    '--require',
    '--import',
    '--loader',
    '--exec',
  ],
  operands: true,
}
const AWK: CodeRunner = {
  does: 'runs a program that can start others and write files',
  flags: ['-f', '--file', '-e', '--source', '-E', '--exec', '-l', '--load', '-i', '--include'],
  operands: true,
  harmless: /^\{ ?print \$[0-9]{1,3} ?\}$|^[\w./-]*$/,
}
const PAGER: CodeRunner = { does: 'can start other programs at a key', always: true }
const FIND: CodeRunner = {
  does: 'deletes, writes or runs what it finds',
  flags: ['-delete', '-exec', '-execdir', '-ok', '-okdir', '-fprint', '-fprint0', '-fprintf', '-fls'],
}
const FD: CodeRunner = {
  does: 'runs a program on what it finds',
  flags: ['-x', '-X', '--exec', '--exec-batch'],
}
const PACKAGES: CodeRunner = {
  does: 'runs scripts of the packages or of the workspace',
  subcommands:
    'add ci create dlx exec i init install it link publish rebuild restart run run-script start stop t test up update x'.split(
      ' ',
    ),
}
const TAR: CodeRunner = {
  does: 'can run programs on what it packs or unpacks',
  flags: [
    '-I',
    '-F',
    '--use-compress-program',
    '--to-command',
    '--checkpoint-action',
    '--info-script',
    '--new-volume-script',
    '--rsh-command',
  ],
}
const MAKE: CodeRunner = { does: 'runs what its file says', always: true }
const CONTAINERS: CodeRunner = {
  does: 'runs programs in a container',
  subcommands: ['run', 'exec', 'build', 'buildx', 'compose', 'create', 'start'],
}
const TESTS: CodeRunner = { does: 'runs code of the workspace', always: true }
const PIP: CodeRunner = { does: 'runs code of the packages', subcommands: ['install', 'download', 'wheel'] }
const SQL: CodeRunner = {
  does: 'takes commands that can start programs and write files',
  flags: ['-c', '-e', '-f', '--command', '--execute', '--file', '-cmd', '--init-command'],
}

export const CODE_RUNNERS: ReadonlyMap<string, CodeRunner> = new Map<string, CodeRunner>([
  ...each(
    'python python2 python3 pypy pypy3 node nodejs deno bun ts-node tsx perl ruby php lua luajit tclsh wish',
    SCRIPTED,
  ),
  ...each(
    'Rscript julia osascript groovy scala elixir erl iex ghci runghc guile racket sbcl swift java',
    SCRIPTED,
  ),
  ...each(
    'sh bash dash ash zsh ksh mksh yash fish csh tcsh rbash pwsh powershell cmd nu elvish xonsh',
    SCRIPTED,
  ),
  ...each('awk gawk mawk nawk', AWK),
  ...each('less more most man vim vi nvim view vimdiff emacs ed ex nano pico joe mc screen tmux', PAGER),
  ...each('fd fdfind', FD),
  ...each('npm pnpm yarn', PACKAGES),
  ...each('tar gtar bsdtar', TAR),
  ...each(
    'make gmake bmake ninja just task rake invoke gulp grunt mvn gradle gradlew sbt bazel dune meson cmake scons ant',
    MAKE,
  ),
  ...each('docker podman nerdctl', CONTAINERS),
  ...each('pytest tox nox jest vitest mocha ava playwright cypress rspec phpunit ctest', TESTS),
  ...each('pip pip3', PIP),
  ...each('psql mysql mariadb sqlite3', SQL),
  ['find', FIND],
  [
    'git',
    {
      does: 'can run hooks, helpers and configured programs',
      flags: [
        '-c',
        '--config-env',
        '--exec-path',
        '--upload-pack',
        '--receive-pack',
        '--exec',
        '-x',
        '-O',
        '--open-files-in-pager',
        '--ext-diff',
        '--textconv',
        '--template',
      ],
      subcommands: [
        'bisect',
        'config',
        'difftool',
        'filter-branch',
        'mergetool',
        'submodule',
        'hook',
        'daemon',
        'instaweb',
      ],
    },
  ],
  [
    'sed',
    {
      does: 'takes a script that can run programs and write files',
      flags: ['-e', '-f', '--expression', '--file'],
      scriptFlags: ['-e', '--expression'],
      operands: true,
      harmless: /^(?:\$|[0-9]{1,9}(?:,(?:\$|[0-9]{1,9}))?)[pdq]$|^s\/[^/\n]*\/[^/\n]*\/[gpi0-9]*$|^[\w./-]*$/,
    },
  ],
  [
    'cargo',
    {
      does: 'runs code of the workspace and its packages',
      subcommands: 'b bench build c check clippy doc fix install nextest r run rustc t test'.split(' '),
    },
  ],
  [
    'go',
    {
      does: 'runs code of the workspace or other tools',
      flags: ['-exec', '-toolexec', '-vettool'],
      subcommands: ['run', 'generate', 'test', 'tool', 'install'],
    },
  ],
  [
    'kubectl',
    {
      does: 'runs programs in a cluster or changes it',
      subcommands: ['exec', 'run', 'debug', 'apply', 'create', 'attach', 'cp', 'plugin'],
    },
  ],
  ['helm', { does: 'runs plug-ins and hooks', subcommands: ['install', 'upgrade', 'plugin', 'test'] }],
  [
    'terraform',
    { does: 'runs providers and provisioners', subcommands: ['apply', 'destroy', 'init', 'plan', 'console'] },
  ],
  [
    'uv',
    {
      does: 'runs programs and code of packages',
      subcommands: ['run', 'tool', 'sync', 'pip', 'add', 'build'],
    },
  ],
  [
    'poetry',
    { does: 'runs programs and code of packages', subcommands: ['run', 'install', 'add', 'build', 'shell'] },
  ],
  ['bundle', { does: 'runs programs and code of packages', subcommands: ['exec', 'install', 'update'] }],
  [
    'composer',
    { does: 'runs scripts of packages', subcommands: ['install', 'update', 'require', 'run-script', 'exec'] },
  ],
  ['gem', { does: 'runs code of packages', subcommands: ['install', 'exec', 'update'] }],
  ['dotnet', { does: 'runs code of the workspace', subcommands: ['run', 'test', 'build', 'exec', 'tool'] }],
  [
    'gh',
    {
      does: 'can run extensions and configured programs',
      subcommands: ['alias', 'extension', 'codespace', 'config'],
    },
  ],
  ['ssh', { does: 'runs commands on another machine', always: true }],
  ['scp', { does: 'can start the program that it is given to connect', flags: ['-S', '-o', '-F', '-D'] }],
  [
    'sftp',
    { does: 'can start the program that it is given to connect', flags: ['-S', '-o', '-F', '-D', '-b'] },
  ],
  [
    'rsync',
    { does: 'can start the program that it is given to connect', flags: ['-e', '--rsh', '--rsync-path'] },
  ],
  ['rg', { does: 'can run a program on each file', flags: ['--pre', '--hostname-bin'] }],
  ['sort', { does: 'can run a program to compress', flags: ['--compress-program', '--files0-from'] }],
  ['split', { does: 'can run a program on each part', flags: ['--filter'] }],
  ['zip', { does: 'can run a program to test', flags: ['-TT', '--unzip-command'] }],
  ['test', { does: 'can evaluate a name in bash', flags: ['-v'] }],
  ['printf', { does: 'can set a variable of the shell', flags: ['-v'] }],
  [
    'gcc',
    { does: 'can load plug-ins and run other programs', flags: ['-wrapper', '-fplugin', '-B', '-specs'] },
  ],
  ['tcpdump', { does: 'can run a program on each file', flags: ['-z'] }],
  ['openssl', { does: 'can load engines', flags: ['-engine', '-provider'] }],
  ['crontab', { does: 'plans commands for later', always: true }],
  ['at', { does: 'plans commands for later', always: true }],
  [
    'systemctl',
    {
      does: 'starts and stops services',
      subcommands: ['start', 'restart', 'enable', 'edit', 'link', 'stop', 'disable', 'mask'],
    },
  ],
])

function each(names: string, runner: CodeRunner): readonly (readonly [string, CodeRunner])[] {
  return names.split(' ').map((name) => [name, runner] as const)
}
