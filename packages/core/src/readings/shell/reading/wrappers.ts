/**
 * A program that runs the program behind it, in the one form in which it is looked through: flags, then at most one
 * word of its own, then the program. Every other form is doubt.
 */
export interface Wrapper {
  /** Whole words that are flags. */
  readonly flag?: RegExp
  /** Flags with a value in the next word. */
  readonly valued?: ReadonlyMap<string, RegExp>
  /** The word of its own before the program. */
  readonly own?: RegExp
}

const DURATION = /^[0-9]{1,9}(?:\.[0-9]{1,9})?[smhd]?$/
const SIGNAL = /^(?:[0-9]{1,2}|(?:SIG)?[A-Z]{2,9})$/
const NICENESS = /^-?[0-9]{1,2}$/
const BUFFER = /^(?:L|0|[0-9]{1,9}[KMG]?)$/

/** Each is a fact of the program's manual (GNU coreutils, util-linux, POSIX). */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['command', {}],
  ['env', {}],
  [
    'ionice',
    {
      flag: /^-[cn][0-7]$|^-t$/,
      valued: new Map([
        ['-c', /^[0-3]$/],
        ['-n', /^[0-7]$/],
      ]),
    },
  ],
  [
    'nice',
    {
      flag: /^(?:-n|-|--adjustment=)-?[0-9]{1,2}$/,
      valued: new Map([
        ['-n', NICENESS],
        ['--adjustment', NICENESS],
      ]),
    },
  ],
  [
    'stdbuf',
    {
      flag: /^(?:-[ioe]|--(?:input|output|error)=)(?:L|0|[0-9]{1,9}[KMG]?)$/,
      valued: new Map([
        ['-i', BUFFER],
        ['-o', BUFFER],
        ['-e', BUFFER],
      ]),
    },
  ],
  ['time', { flag: /^-p$/ }],
  [
    'timeout',
    {
      flag: /^(?:-v|--verbose|--foreground|--preserve-status|--(?:kill-after=[0-9]{1,9}[smhd]?|signal=[A-Z0-9]{1,12}))$/,
      valued: new Map([
        ['-k', DURATION],
        ['--kill-after', DURATION],
        ['-s', SIGNAL],
        ['--signal', SIGNAL],
      ]),
      own: DURATION,
    },
  ],
])

/** Programs that run another one in ways that are never looked through. */
export const OPAQUE_WRAPPERS: ReadonlySet<string> = new Set(
  (
    'batch builtin bunx busybox bwrap catchsegv cgexec chroot chronic chrt cmd cmd.exe concurrently cpulimit ' +
    'cross-env dbus-run-session direnv doas dotenv dotenvx dumb-init elvish entr eval exec expect faketime ' +
    'fakeroot firejail flatpak-spawn flock forfiles gdb genv gnice gnohup gosu gstdbuf gtimeout gxargs lldb ' +
    'ltrace machinectl newgrp nodemon nohup npx nsenter nu numactl parallel perf pipx pkexec pnpx powershell ' +
    'powershell.exe prlimit proot pwsh pwsh.exe rlwrap run0 runas runcon runuser script setarch setpriv ' +
    'setsid sg source start-stop-daemon strace su su-exec sudo sudoedit systemd-run taskset tini torsocks ' +
    'toybox trickle tsocks unbuffer unshare uvx valgrind watch winpty wsl wsl.exe xargs xonsh xterm xvfb-run'
  ).split(' '),
)

/** Flags with which a program runs another one, which are never looked through. */
export const RUNNING_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['fd', ['-x', '-X', '--exec', '--exec-batch']],
  ['fdfind', ['-x', '-X', '--exec', '--exec-batch']],
  ['find', ['-exec', '-execdir', '-ok', '-okdir']],
])

/** Shells: their `-c` is looked through where it is read as here, and without a file they run what they read. */
export const SHELLS: ReadonlySet<string> = new Set(
  'sh bash dash ash zsh ksh mksh yash fish csh tcsh rbash'.split(' '),
)

/** Shells whose `-c` reads a text the way this reading does. */
export const READ_SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash'])

/** Commands of the shell itself that change what the ones after them mean, or run what they are given. */
export const SHELL_STATE: ReadonlySet<string> = new Set(
  (
    '. alias autoload bg bind bindkey break caller complete compgen compopt continue declare disable disown dirs ' +
    'emulate enable exit export fc fg function getopts hash history integer jobs let local logout mapfile popd pushd ' +
    'read readarray readonly return rehash set setopt shift shopt suspend times trap typeset ulimit umask unalias ' +
    'unfunction unset unsetopt wait zcompile zmodload'
  ).split(' '),
)

/** Words of a shell's grammar, which name no program. */
export const GRAMMAR: ReadonlySet<string> = new Set(
  (
    '! { } [[ ]] if then elif else fi while until do done for foreach case esac select function coproc repeat end in ' +
    'nocorrect noglob'
  ).split(' '),
)
