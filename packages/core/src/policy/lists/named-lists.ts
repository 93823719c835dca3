/** Words that a rule can name as one list; loaded, a policy holds the words themselves, and so does its digest. */
export const WORD_LISTS: ReadonlyMap<string, readonly string[]> = listsOf({
  /** What takes away, and what stops. */
  $deleting_words: `
    delete destroy purge truncate remove erase wipe uninstall revoke drop unlink rm rmdir kill reset
    terminate shred mkfs
  `,
  /** What changes or does something, and is no thing as well. */
  $changing_words: `
    and or write create update insert replace upload edit modify rename overwrite append prepend upsert
    add set put post patch move copy clone duplicate send save import export install deploy publish push
    merge submit register abort accept acknowledge activate adjust alter amend apply approve archive
    assign attach authenticate authorize ban bind bump buy cancel checkin cleanup clear click compact
    compress configure confirm connect convert deactivate debit decline decr decrease decrement decrypt
    dedupe defer del demote deny detach disable discard disconnect dismiss dispatch dispense distribute
    donate downgrade download downvote eject elevate empty enable encrypt enforce enqueue dequeue enroll
    ensure escalate evict expel expire extend finalize flush forget forward freeze generate give grant
    halt hide ignore impersonate incr increase increment ingest init initialize inject invalidate invoke
    join kick launch leave lock login logout make manage mark migrate mkdir mount mute navigate notify
    nuke onboard override pause pay perform pop proceed promote propose provision prune purchase
    quarantine quit raise reactivate reassign reboot rebase rebuild recreate redact redeem redeploy
    redirect redo refresh refund regenerate reindex reinstall reject reload relocate rem renew reopen
    reorder repair repost reschedule resend reserve resize resolve respond restart restore restrict
    resubmit resume retire retry revert rewind rewrite rollback rotate scrub sell shut shutdown silence
    snooze spawn squash stash stop subscribe subtract suspend swap synchronize take teardown throw
    toggle trash trim unarchive unassign unban unblock undelete undo unfollow unfreeze unlock unmount
    unmute unpin unpublish unregister unset unshare unstar unsubscribe upgrade upvote use vacuum
    withdraw yank change transition lpop rpop lpush rpush spop ltrim lrem sadd srem hset hdel zadd zrem
    getdel getset getex
  `,
  /** Doings that are things as well: `get_order` reads one, `order_get_x` and `list_book` may not. */
  $doing_words: `
    answer ask bid block book call capture charge checkout claim clean close comment commit cycle
    deposit draft dump exchange execute fill fire fix follow fork hire invite like link offer open order
    park pick pin play press print process pull queue rate react release repeat reply ride run scale
    schedule share ship sign skip sleep sms split star start stream switch sync tap tip touch trade
    transfer transform trigger turn tweet type vote wake wire
  `,
  /** What may answer with secrets. */
  $secret_words: `
    secret secrets password passwords passwd pwd credential credentials cred creds token tokens key keys
    apikey apikeys oauth bearer jwt otp totp mfa cookie cookies env envs dsn wallet pem keystore
  `,
})

/** Arguments that say which thing is read, how much of it and in what order. One that says from where or how is none. */
export const ARGUMENT_LISTS: ReadonlyMap<string, readonly string[]> = listsOf({
  $reading_arguments: `
    id ids *_id *_ids *Id *Ids issue_key issueKey issueIdOrKey project_key projectKey projectIdOrKey
    space_key spaceKey name names account_name file_name fileName sheet_name sheetName path paths
    file_path filePath fileAbsolutePath directory folder depth head tail type types objectType
    object_type channel_types board_type q query search_query search searchTerm keyword keywords term
    pattern name_pattern exclude excludePatterns jql limit comment_limit max max_results maxResults
    max_items maxItems page page_size pageSize page_token pageToken page_number perPage per_page offset
    cursor first count order order_by orderBy sort sort_by sortBy sort_order sortOrder fields
    includeArchived include_archived includeRelations include_users include_count include_messages
    status state since until time_min time_max timeMin timeMax start_time end_time startTime endTime
    startDateTime endDateTime timezone timeZone time_zone thread_ts date start_date end_date startDate
    endDate range language country owner repo branch ref sha labels user assignee team project workspace
    channel user_google_email account mailbox
  `,
})

/** Patterns of names for `resources`. */
export const RESOURCE_LISTS: ReadonlyMap<string, readonly string[]> = listsOf({
  /** The word for reading is the first of the name, and does not stand for a doing in `get_order`. */
  $getting_tools: `
    get get[A-Z_.-]* describe describe[A-Z_.-]*
  `,
  /** The word for reading is the first of the name. */
  $listing_tools: `
    list list[A-Z_.-]* read read[A-Z_.-]* search search[A-Z_.-]* find find[A-Z_.-]* show show[A-Z_.-]*
    view view[A-Z_.-]* lookup lookup[A-Z_.-]* count count[A-Z_.-]*
  `,
  /** The word for reading stands behind the name of a service and in front of a thing. */
  $service_reading_tools: `
    *[_.-]get[A-Z_.-]* *[_.-]list[A-Z_.-]* *[_.-]read[A-Z_.-]* *[_.-]search[A-Z_.-]* *[_.-]find[A-Z_.-]*
    *[_.-]describe[A-Z_.-]* *[_.-]retrieve[A-Z_.-]*
  `,
  /** Their query is a name or words, and no file or address that they open. */
  $searching_tools: `
    search search_code search_docs search_documentation search_issues search_messages search_notes
    search_pages search_pull_requests search_repositories web_search brave_web_search code_search
  `,
  /** Their argument is the id of one thing. */
  $record_tools: `
    get_order get_orders getOrder get_payment getPayment get_invoice getInvoice get_customer getCustomer
    get_user getUser get_issue getIssue get_ticket getTicket get_message getMessage get_item getItem
    get_product getProduct get_record getRecord get_task getTask get_transaction getTransaction
  `,
  /** What holds secrets by its name, tool or resource; for rules that ignore case. */
  $secret_stores: `
    *secret* *passw* *passphrase* *passcode* *credential* *token *tokens* *token[!a-z]* *api*key*
    *access*key* *private*key* *environ* *dotenv* *kubeconfig* *keychain* *keyring* *vault* *mnemonic*
    *clipboard* *cookie* *connection*string* *backup*code* *recovery*code* *two*factor* *2fa* env*:* key*:*
    token*:* pass*:* *://*[/._-]env *://*[/._-]key *://*[/._-]keys postgres*:* mysql*:* mariadb*:*
    mongodb*:* redis*:* sqlite*:* mssql*:* sqlserver*:* oracle*:* jdbc*:* odbc*:* clickhouse*:*
    cockroach*:* ldap*:* op:*
  `,
})

/** Kinds of statements for the operator `sql`. */
export const STATEMENT_LISTS: ReadonlyMap<string, readonly string[]> = listsOf({
  /** What changes data, what is stored, who may do what, or the server. */
  $changing_statements: `
    insert update delete replace merge truncate drop alter create grant revoke call execute copy do load
    set vacuum attach pragma rename lock kill handler prepare reassign reindex refresh comment import
    reset discard detach cluster notify deallocate optimize
  `,
})

/** Why a text that begins with `$` names no list. */
export function unknownListProblem(text: string, lists: ReadonlyMap<string, readonly string[]>): string {
  return `\`${text}\` is no built-in list; there is ${[...lists.keys()].map((name) => `\`${name}\``).join(', ')}`
}

/** Lists by name, each written as words between blanks. */
function listsOf(texts: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, text.trim().split(/\s+/)]))
}
