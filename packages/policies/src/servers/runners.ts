import type { ServerKind } from './servers.ts'

/** Flags of a program: a flag that is not listed is doubt, because it may take the next word. */
export interface FlagTable {
  readonly switches: readonly string[]
  /** Flags that take a value. */
  readonly values: readonly string[]
}

function flags(switches: string, values: string): FlagTable {
  return { switches: switches.split(' '), values: values.split(' ') }
}

/** The words that a program is called by, and the flags that may stand between and behind them. */
export interface Prefix {
  readonly line: readonly string[]
  readonly flags: FlagTable
}

/** A program that starts what its first operand, or one of its flags, names. */
export interface Runner extends Prefix {
  readonly kind: ServerKind
  /** Flags that name the package in place of the operand. */
  readonly packages: readonly string[]
}

const NPM = flags(
  '-y --yes --no -q --quiet -s --silent --offline --prefer-offline --prefer-online --no-install ' +
    '--ignore-existing --bun --verbose',
  '--registry --cache --userconfig --loglevel --prefix --reporter',
)

const PYTHON_TOOLS = flags(
  '-q --quiet -v --verbose --offline -n --no-cache --isolated --refresh --reinstall -U --upgrade ' +
    '--native-tls --no-config --no-progress --frozen --locked --no-sync --no-project --no-dev',
  '-p --python --with -w --with-editable --with-requirements --index --index-url -i --default-index ' +
    '--extra-index-url --directory --project --cache-dir --env-file --constraints -c --prerelease ' +
    '--index-strategy --pip-args --extra --group --refresh-package',
)

/** `--entrypoint` is missing on purpose: with it the image says nothing about what runs. */
const CONTAINERS = flags(
  '-i -t -d -it -ti --interactive --tty --detach --rm --init --read-only --privileged -q --quiet -P ' +
    '--publish-all --no-healthcheck --sig-proxy --oom-kill-disable --tls -D --debug',
  '-e --env --env-file -v --volume --mount --name --network --net -p --publish -w --workdir -u --user ' +
    '--platform -m --memory --cpus --pull --add-host -l --label -h --hostname --security-opt --cap-drop ' +
    '--cap-add --tmpfs --ulimit --runtime --gpus --dns --restart --log-driver --log-opt --shm-size ' +
    '--pids-limit --ipc --pid --userns --group-add --device --expose --stop-signal --stop-timeout ' +
    '--cidfile --annotation --volumes-from --memory-swap --context -H --host --config --log-level',
)

/** The programs by which clients start servers that they fetch. */
export const RUNNERS: readonly Runner[] = [
  ...[
    ['npx'],
    ['npm', 'exec'],
    ['npm', 'x'],
    ['pnpx'],
    ['pnpm', 'dlx'],
    ['yarn', 'dlx'],
    ['bunx'],
    ['bun', 'x'],
  ].map((line) => ({ line, kind: 'npm', packages: ['-p', '--package'], flags: NPM }) as const),
  ...[['uvx'], ['uv', 'tool', 'run'], ['pipx', 'run']].map(
    (line) => ({ line, kind: 'pypi', packages: ['--from', '--spec'], flags: PYTHON_TOOLS }) as const,
  ),
  ...[
    ['docker', 'run'],
    ['docker', 'container', 'run'],
    ['podman', 'run'],
    ['nerdctl', 'run'],
  ].map((line) => ({ line, kind: 'images', packages: [], flags: CONTAINERS }) as const),
]

/** Programs that start the command line that follows, and change nothing about which program runs. */
export const PREFIXES: readonly Prefix[] = [
  { line: ['uv', 'run'], flags: PYTHON_TOOLS },
  { line: ['env'], flags: flags('-i --ignore-environment', '-u --unset -C --chdir') },
  { line: ['op', 'run'], flags: flags('--no-masking', '--env-file --account') },
  { line: ['doppler', 'run'], flags: flags('--silent', '-p --project -c --config') },
  { line: ['infisical', 'run'], flags: flags('--silent', '--env --path --projectId') },
  { line: ['mise', 'exec'], flags: flags('', '') },
  { line: ['mise', 'x'], flags: flags('', '') },
]

/** Options of `node`, `bun` and `deno` before the script. */
export const SCRIPT_FLAGS = flags(
  '--no-warnings --enable-source-maps --experimental-strip-types --trace-warnings -A --allow-all ' +
    '--allow-net --allow-env --allow-read --allow-write --allow-run --allow-sys -q --quiet',
  '--env-file --env-file-if-exists --max-old-space-size --stack-size -C --conditions',
)

/** Options of Python before `-m`. */
export const PYTHON_FLAGS = flags('-u -I -E -s -S -B -O -OO -q -v -P -3', '-X -W -m')
