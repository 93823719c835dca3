import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The clients that run whole: the package each is installed from, how its model speaks, the settings that point it at
 * that model (written below its own HOME), and the words that add a server and that start one run. `hooks` is a run
 * without servers, and the client's own call that runs a command.
 */
export const CLIENTS = {
  'claude-code': {
    package: '@anthropic-ai/claude-code',
    version: '2.1.332',
    program: 'claude',
    // Puts the program of this platform in place; the npm package brings it along.
    installScript: 'install.cjs',
    dialect: 'anthropic',
    prepare: () => {},
    env: (url) => ({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: 'scripted',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_AUTOUPDATER: '1',
      IS_SANDBOX: '1',
      // The script calls the tools of servers at once, without looking for them first.
      ENABLE_TOOL_SEARCH: 'false',
      MCP_CONNECTION_NONBLOCKING: 'false',
    }),
    addServer: (name, command) => ['mcp', 'add', '-s', 'user', name, '--', ...command],
    run: (server) => ['-p', 'go', '--allowedTools', `mcp__${server}`],
    hooks: {
      id: 'claude-code',
      run: ['-p', 'go', '--allowedTools', 'Bash'],
      call: (command) => ({ tool: 'Bash', arguments: { command, description: 'a step' } }),
    },
  },

  codex: {
    package: '@openai/codex',
    version: '0.171.0',
    program: 'codex',
    dialect: 'responses',
    prepare: (home, url) => write(join(home, '.codex', 'config.toml'), codexSettings(url)),
    env: () => ({}),
    addServer: (name, command) => ['mcp', 'add', name, '--', ...command],
    // Its own questions are the client's; those of Kvlar are what is looked at here.
    run: (server) => [
      'exec',
      '--skip-git-repo-check',
      '--dangerously-bypass-approvals-and-sandbox',
      '--dangerously-bypass-hook-trust',
      '-c',
      `mcp_servers.${server}.startup_timeout_sec=60`,
      // The first turn waits until the server is there.
      '-c',
      `mcp_servers.${server}.required=true`,
      'go',
    ],
    hooks: {
      id: 'codex',
      run: [
        'exec',
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        // A person trusts the hook once, by `/hooks`; until then it is skipped.
        '--dangerously-bypass-hook-trust',
        'go',
      ],
      call: (cmd) => ({ tool: 'exec_command', arguments: { cmd } }),
    },
  },

  'gemini-cli': {
    package: '@google/gemini-cli',
    version: '0.61.0',
    program: 'gemini',
    dialect: 'gemini',
    prepare: (home) => {
      const settings = { security: { auth: { selectedType: 'gemini-api-key' } } }
      write(join(home, '.gemini', 'settings.json'), JSON.stringify(settings, undefined, 2))
    },
    env: (url) => ({
      GEMINI_API_KEY: 'scripted',
      GOOGLE_GEMINI_BASE_URL: url,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
    }),
    addServer: (name, [program, ...words]) => ['mcp', 'add', '-s', 'user', name, program, ...words],
    run: () => ['--yolo', '-m', 'gemini-2.5-flash', '-p', 'go'],
    hooks: {
      id: 'gemini',
      run: ['--yolo', '-m', 'gemini-2.5-flash', '-p', 'go'],
      call: (command) => ({ tool: 'run_shell_command', arguments: { command } }),
    },
  },
}

const codexSettings = (url) => `model = "gpt-5"
model_provider = "scripted"

[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"
`

function write(file, text) {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}
