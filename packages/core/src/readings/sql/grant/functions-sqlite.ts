/**
 * Functions of SQLite that only work out a value from their arguments, the clock or chance, and those in FROM that
 * only take a value apart: no file, no extension, and nothing whose size one number sets.
 */
export const SQLITE_FUNCTIONS = `
  count sum total avg min max group_concat string_agg row_number rank dense_rank percent_rank cume_dist ntile lag lead
  first_value last_value nth_value median percentile percentile_cont percentile_disc

  coalesce ifnull nullif iif if typeof likely unlikely likelihood

  abs acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
  radians random round sign sin sinh sqrt tan tanh trunc

  char concat concat_ws format glob hex instr length like lower ltrim octet_length printf quote replace rtrim soundex
  substr substring trim unhex unicode unistr upper

  date time datetime julianday unixepoch strftime timediff current_date current_time current_timestamp

  json jsonb json_array jsonb_array json_array_length json_error_position json_extract jsonb_extract json_insert
  jsonb_insert json_object jsonb_object json_patch jsonb_patch json_pretty json_quote json_remove jsonb_remove
  json_replace jsonb_replace json_set jsonb_set json_type json_valid json_group_array jsonb_group_array
  json_group_object jsonb_group_object json_each json_tree jsonb_each jsonb_tree

  bm25 highlight snippet match generate_series sqlite_version
`

/** Functions in FROM that tell about a table whose name stands in a text. */
export const SQLITE_CATALOG_FUNCTIONS = `
  pragma_table_info pragma_table_xinfo pragma_index_list pragma_index_info pragma_index_xinfo
  pragma_foreign_key_list pragma_table_list
`
