import type { CommandSpec } from '../../command-line/command-spec.ts'

export const completionSpec = {
  examples: [
    { line: 'source <(kvlar completion bash)', does: 'bash: put it into ~/.bashrc' },
    { line: 'kvlar completion zsh > "${fpath[1]}/_kvlar"', does: 'zsh: once' },
    { line: 'kvlar completion fish > ~/.config/fish/completions/kvlar.fish', does: 'fish: once' },
    {
      line: 'kvlar completion powershell | Out-String | Invoke-Expression',
      does: 'PowerShell: put it into $PROFILE',
    },
  ],
  flags: [],
  operands: {
    placeholder: 'bash|zsh|fish|powershell',
    summary: 'which shell',
    max: 1,
    completes: 'nothing',
    choices: ['bash', 'zsh', 'fish', 'powershell'],
  },
  exits: ['ok'],
} as const satisfies CommandSpec
