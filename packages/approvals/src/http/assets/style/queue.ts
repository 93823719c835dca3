/** The list of what waits, its filter and its selection. */
export const QUEUE_STYLE = String.raw`
.queue { display: grid; grid-template-columns: 340px minmax(0, 1fr); gap: 24px; max-width: 1320px; margin: 0 auto; padding: 24px; align-items: start; }
#detail { scroll-margin-top: 66px; min-width: 0; }
aside { position: sticky; top: 78px; display: grid; gap: 10px; min-width: 0; max-height: calc(100vh - 102px); grid-template-rows: auto auto minmax(0, 1fr) auto; }
.filter { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.filter input { flex: 1 1 100%; background: var(--panel); font-size: 14px; }
.filter select { flex: 1 1 0; min-width: 84px; background: var(--panel); font-size: 13px; padding: 6px 4px; }
.filter button { padding: 7px 10px; }
aside .filter button { display: none; }
.clear { font-size: 13px; color: var(--accent); }
.tally { font-size: 13px; color: var(--quiet); }
.tally b { color: var(--text); }
.list { display: grid; gap: 6px; overflow: auto; padding: 2px; align-content: start; scrollbar-width: thin; }
.row { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: start; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
.row:hover { border-color: var(--edge); }
.row:has([aria-current]) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.row.picked { background: var(--accent-bg); }
.row .select { margin: 13px 0 0 12px; }
.row a { display: grid; gap: 5px; padding: 10px 12px; text-decoration: none; border-radius: 10px; min-width: 0; }
.what { display: grid; min-width: 0; }
.what b { font-weight: 600; }
.what b, .row .subject { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.row .subject { color: var(--quiet); font: 12.5px/1.5 var(--mono); min-height: 1.5em; }
.meta { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--quiet); min-width: 0; }
.meta .risk { padding: 0 8px; }
.meta .from { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.meta .clock { margin-left: auto; font-size: 12px; }
.batch { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 12px; background: var(--panel); border: 1px solid var(--accent); border-radius: 10px; box-shadow: var(--shadow); }
.batch p { flex: 1 1 100%; font-size: 13px; overflow-wrap: anywhere; }
.batch button { font-size: 13px; padding: 8px 12px; }
.empty { display: grid; gap: 8px; justify-items: center; text-align: center; padding: 96px 24px; color: var(--quiet); }
.empty svg { width: 56px; fill: none; stroke: var(--ok); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.empty h1 { color: var(--text); }
`
