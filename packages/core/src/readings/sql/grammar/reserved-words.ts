const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words that begin or join something in one of the dialects; without quotes they are never read as a name. */
export const RESERVED: ReadonlySet<string> = words(
  'all and any array as asc between by case cast collate create cross desc distinct else end except exists ' +
    'fetch for from full glob group having ilike in inner intersect into is isnull join lateral left like limit ' +
    'match natural not notnull offset on only or order outer over procedure regexp returning right rlike row ' +
    'select similar some straight_join table tablesample then union unique using values variadic when where ' +
    'window with div xor escape overlaps interval delayed high_priority ignore low_priority',
)

/** Further words that are not read as another name for what stands before them, unless AS says so. */
export const NO_ALIAS: ReadonlySet<string> = words(
  'at connect delete do filter force handler ignore indexed insert lock merge nulls option partition respect ' +
    'separator set start to update use within write',
)

/** Values without parentheses; in FROM, PostgreSQL reads them as functions and not as tables. */
export const VALUE_WORDS: ReadonlySet<string> = words(
  'current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime ' +
    'localtimestamp session_user system_user user',
)
