/** History, grants, the record and the sign-in. */
export const PAGE_STYLE = String.raw`
.page { max-width: 1120px; margin: 0 auto; padding: 24px; display: grid; gap: 18px; }
.page .filter input { flex: 1 1 240px; width: auto; }
.page .filter select { flex: 0 1 150px; padding: 8px; }
.stats { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; }
.stat { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 14px 18px; display: grid; align-content: start; }
.stat b { font-size: 26px; line-height: 1.25; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.stat span { color: var(--quiet); font-size: 13px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 10px 16px; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-size: 12px; font-weight: 600; white-space: nowrap; }
td { overflow-wrap: anywhere; }
td:first-child { min-width: 200px; }
tr:last-child td { border: 0; }
td a { font-weight: 600; }
td .subject { display: block; color: var(--quiet); font: 12.5px/1.5 var(--mono); }
time { color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 13px; }
.none { padding: 40px 24px; text-align: center; color: var(--quiet); border: 1px dashed var(--line); border-radius: 12px; }
.pager { display: flex; justify-content: center; gap: 20px; padding: 16px; font-size: 14px; }
.bound { font-size: 13px; text-align: center; margin-top: 10px; }
.bound:empty { display: none; }
.audit { padding: 18px 24px; display: grid; gap: 6px; border-left: 4px solid var(--edge); }
.audit.intact { border-left-color: var(--ok); }
.audit.broken { border-left-color: var(--no); }
.audit:is(.not-pinned, .unknown) { border-left-color: var(--warn); }
.verdict .state { font-size: 14px; padding: 4px 14px; }
.audit .quiet { font-size: 13px; }
.grants { display: grid; gap: 12px; }
.grant-card { padding: 18px 24px; display: grid; gap: 14px; justify-items: start; }
.grant-card header { display: flex; gap: 12px; align-items: baseline; width: 100%; }
.grant-card h2 { font-size: 16px; color: var(--text); overflow-wrap: anywhere; }
.grant-card .clock { margin-left: auto; }
.grant-card .pairs { width: 100%; }
.grant-card .wide { grid-column: 1 / -1; }
.grant-card .wide ul { max-height: 180px; overflow: auto; background: var(--sunk); border-radius: 8px; padding: 8px 12px; margin-top: 4px; }
.login { display: grid; place-items: center; min-height: calc(100vh - 60px); padding: 24px; }
.login form { padding: 32px; display: grid; gap: 16px; max-width: 440px; width: 100%; }
.login label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); }
.login button { justify-content: center; }
.login .answer:empty { min-height: 0; display: none; }
`
