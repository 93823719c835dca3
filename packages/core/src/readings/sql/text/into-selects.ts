import type { TextWord } from './text-words.ts'

/** Words that stand between the values of a SELECT, so that a row of other words is a sentence. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `all distinct as and or not is null true false in like ilike similar to between case when then else end at time zone
  collate from where group by having order limit offset join left right inner outer cross natural full on using union
  except intersect for with without ordinality over filter within interval date timestamp array row exists any some
  default window partition asc desc nulls first last lateral only escape isnull notnull symmetric operator double
  precision character varying national bit top percent ties straight_join sql_no_cache high_priority sql_calc_found_rows
  sql_small_result sql_big_result sql_buffer_result div mod xor rlike regexp binary year month day hour minute second
  select into tablesample fetch rows next rollup cube sets grouping recursive materialized values table current_date
  current_time current_timestamp current_user session_user user unknown document json normalized`.split(
    /\s+/,
  ),
)

/** An expression and its name are two words in a row at most. */
const WORDS_IN_A_ROW_MAX = 2

/** Follows the SELECTs of a text, one at each depth, and says where one of them writes: `SELECT … INTO name`. */
export class IntoSelects {
  /** Words in a row, by depth; -1 where no SELECT is open. */
  readonly #rows: number[] = [-1]

  /** True where the word is the `into` of a SELECT. */
  take(word: TextWord, next: TextWord | undefined, begins: boolean): boolean {
    const depth = this.#rows.length - 1
    if (word.text === '(') this.#rows.push(-1)
    else if (word.text === ')' && depth > 0) this.#rows.pop()
    if (word.text === '(' || word.text === ')') return this.#row(0)
    if (word.text === ';') {
      this.#rows[depth] = -1
      return false
    }
    const row = this.#rows[depth] ?? -1
    if (word.isWord && word.text === 'select' && (begins || row >= 0)) this.#rows[depth] = 0
    else if (row < 0 || row > WORDS_IN_A_ROW_MAX) return false
    else if (word.isWord && word.text === 'into') return next !== undefined && !/^[.,;)=]$/.test(next.text)
    else this.#rows[depth] = word.isWord && !KEYWORDS.has(word.text) ? row + 1 : 0
    return false
  }

  #row(row: number): false {
    const depth = this.#rows.length - 1
    const open = this.#rows[depth] ?? -1
    if (open >= 0 && open <= WORDS_IN_A_ROW_MAX) this.#rows[depth] = row
    return false
  }
}
