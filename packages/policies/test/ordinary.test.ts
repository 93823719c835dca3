import type { JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { ordinaryCalls } from './ordinary-calls.ts'

/**
 * Tools whose ordinary calls wait for a person, as the page of the policy says; of those that run commands or open
 * pages, the commands and addresses. Everything else passes.
 */
const ASKED: Readonly<Record<string, RegExp>> = {
  playwright:
    /^http:..localhost|^browser_(?:network_requests?|click|type|fill_form|select_option|press_key|hover|handle_dialog|take_screenshot)$/,
  'browser-use':
    /^http:..localhost|^(?:get_network_request|browser_extract_content|click|fill|fill_form|press_key|type_text|browser_click|browser_type)$/,
  // Hosts that are not listed, http, and capital letters.
  fetch:
    /^https:..(?:.*[.]example(?:[.]org)?|example[.]com|blog[.]rust-lang|raw[.]github|stackoverflow|my-company|duckduckgo|news[.])|^http:|^HTTPS|Developer/,
  calendar:
    /^(?:create-events?|update-event|respond-to-event|manage_event|manage_focus_time|create_calendar_event)$/,
  email: /^(?:send_|draft_|save_draft|modify_|batch_modify_|create_label|move_emails|download_attachment)/,
  filesystem: /^(?:write_file|edit_file|create_directory|move_file)$/,
  git: /^git_(?:add|commit|create_branch|checkout)$/,
  shell: new RegExp(
    '^(?:start_search|write_file|edit_block|create_directory|interact_with_process|force_terminate|move_file)$' +
      '|^(?:npm|npx|rg|grep -r\\w*|git (?:add|commit)) ',
  ),
  developer: new RegExp(
    '^(?:start_search|write_file|edit_block|create_directory|interact_with_process|force_terminate|move_file)$' +
      // The net, and other machines.
      '|^(?:npm|pnpm) (?:install|ci|outdated)|^(?:pip|uv|brew|apt-get|curl|gh|docker|kubectl|npx) |^(?:cargo|go) (?:add|update|mod) ?' +
      // What takes away, overwrites, or changes what is shared.
      '|^(?:rm|cp|mv|git mv|ln|tar|chmod|sed -i|patch|xargs) |^git (?:fetch|pull|push|clone|merge|rebase) |.>>? ' +
      // What prints the tokens in addresses.
      '|^git remote -v' +
      // Code in the command, programs by path, assignments, patterns, what looks at the machine or into hidden files.
      '|^(?:node -e|node scripts|python3 -c|python manage.py|./gradlew|[A-Z_]+=|env|ps|lsof) ?' +
      '|[*].ts$|^grep -r|^rg .*--hidden' +
      // What prints files of any kind, keys among them.
      '|^rg (?!-l )(?!.* -t )',
  ),
  github:
    /^(?:issue_write|add_issue_comment|create_branch|create_or_update_file|push_files|create_pull_request|pull_request_review_write)$/,
  slack:
    /^(?:conversations_(?:add_message|mark|join)|slack_(?:post_message|reply_to_thread|add_reaction)|reactions_add|saved_update)$/,
  notion: /^(?:API-(?:post-page|patch-|update-|create-)|notion-(?:create|update)-)/,
  sqlite: /^(?:write_query|create_table)$/,
  jira: /^(?:jira_(?:create|update|transition|add)_|confluence_(?:create|update)_page|createJiraIssue|addComment)/,
  linear: /^(?:save|create|update|linear_create)/,
  mysql: /^get_table_sample$/,
  sentry: /^(?:update_issue|analyze_issue_with_seer|execute_sentry_tool)$/,
  kubernetes:
    // Pods and workloads as a whole too.
    /^(?:kubectl_(?:apply|scale|rollout|patch|get|describe)|pods_get|resources_(?:scale|create_or_update)|upgrade_helm_chart)$/,
  aws: /^call_aws$/,
  docker:
    /^(?:(?:pull|build)_image|(?:run|create|recreate|start|stop)_container|create_(?:network|volume)|create-container|deploy-compose|docker_container_restart)$/,
  stripe: /^(?:create_|finalize_|update_|stripe_api_write$)/,
}

describe.each(ordinaryCalls())('The policy %s', (policy, calls) => {
  const decide = judge(builtinPolicy(policy) ?? '')

  it('denies no ordinary call', () => {
    expect(calls.length).toBeGreaterThanOrEqual(30)
    const denied = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'deny')
    expect(denied).toEqual([])
  })

  it('asks only about changes', () => {
    const held = calls.filter((call) => decide(call.tool, call.arguments).outcome === 'require_approval')
    const isAsked = ({ tool, arguments: { sql, command, url } }: (typeof calls)[number]): boolean =>
      [textOf(command ?? url) ?? tool, tool].some((text) => ASKED[policy]?.test(text)) ||
      (typeof sql === 'string' && /^(?:INSERT|UPDATE|DELETE|CREATE) /.test(sql))
    expect(held.filter((call) => !isAsked(call))).toEqual([])
  })
})

/** A command or an address as one text, also where the server takes a list of words. */
function textOf(command: JsonValue | undefined): string | undefined {
  if (Array.isArray(command)) return command.map(String).join(' ')
  return typeof command === 'string' ? command : undefined
}
