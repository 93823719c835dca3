/** One request: what we read in it, its arguments, who and what stands around it, and the decision. */
export const CARD_STYLE = String.raw`
.card, .login form, .grant-card, .audit, .table, .empty { background: var(--panel); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
.card > header, .card > section { padding: 18px 24px; border-bottom: 1px solid var(--line); }
.eyebrow { display: flex; gap: 10px; align-items: center; color: var(--quiet); font-size: 13px; margin-bottom: 8px; min-width: 0; }
.eyebrow .clock { margin-left: auto; min-width: 120px; text-align: right; }
.card h1 { overflow-wrap: anywhere; overflow: clip; margin-bottom: 4px; }
h1 .subject { font: 500 17px/1.4 var(--mono); color: var(--accent); }
.rule { color: var(--quiet); font-size: 13px; margin-top: 4px; overflow-wrap: anywhere; }
.card > section > h2 { margin-bottom: 12px; }
.rendering + .rendering { margin-top: 18px; }
.rendering h2 { margin-bottom: 10px; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { border: 1px solid var(--line); border-radius: 8px; padding: 3px 10px; font-size: 13px; overflow-wrap: anywhere; overflow: clip; min-width: 0; }
.chip span { color: var(--quiet); }
.chip b { font-weight: 600; }
.chip.warn { background: var(--warn-bg); border-color: transparent; color: var(--warn); }
.chip.danger { background: var(--no-bg); border-color: transparent; color: var(--no); }
.chip.warn span, .chip.danger span { color: inherit; }
.diff { margin-top: 12px; border: 1px solid var(--line); border-radius: 8px; overflow: clip; white-space: break-spaces; overflow-wrap: anywhere; }
.diff span { display: block; padding: 0 12px 0 34px; text-indent: -22px; overflow: clip; }
.diff i { display: inline-block; width: 22px; text-indent: 0; font-style: normal; color: var(--quiet); user-select: none; }
.diff .added { background: var(--ok-bg); }
.diff .removed { background: var(--no-bg); }
.diff .skipped { color: var(--quiet); background: var(--sunk); }
.arguments { display: grid; gap: 12px; min-width: 0; }
.argument { display: grid; grid-template-columns: minmax(90px, 150px) minmax(0, 1fr); gap: 4px 16px; min-width: 0; }
.nested { border-left: 2px solid var(--line); padding-left: 12px; gap: 8px; }
.nested .argument { grid-template-columns: minmax(0, 1fr); gap: 2px; }
.nested .nested .nested .nested .nested { border: 0; padding-left: 0; }
dt { font-weight: 600; overflow-wrap: anywhere; overflow: clip; }
dd { min-width: 0; }
pre.value { background: var(--sunk); border-radius: 8px; padding: 8px 12px; white-space: break-spaces; overflow-wrap: anywhere; overflow: clip; }
code.value { overflow-wrap: anywhere; }
code.true { color: var(--no); font-weight: 700; }
.hidden { display: inline-block; background: repeating-linear-gradient(45deg, var(--sunk) 0 6px, var(--line) 6px 8px); border-radius: 6px; padding: 2px 10px; font-size: 13px; }
.digest { color: var(--quiet); overflow-wrap: anywhere; }
.raw { margin-top: 14px; }
.raw summary, .edit summary { cursor: pointer; font-size: 13px; color: var(--quiet); width: fit-content; border-radius: 4px; }
.raw pre { margin-top: 8px; }
.reveal { margin-top: 14px; }
#revealed { margin-top: 10px; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px 24px; }
.pairs dt { color: var(--quiet); font-weight: 500; font-size: 12px; }
.pairs dd { overflow-wrap: anywhere; }
.decisions { display: grid; gap: 8px; margin-top: 16px; }
.note-text { display: block; margin-top: 4px; padding-left: 12px; border-left: 2px solid var(--line); overflow-wrap: anywhere; }
.calls { display: grid; gap: 6px; margin-top: 10px; font-size: 14px; }
.calls li { display: grid; grid-template-columns: 88px auto minmax(0, 1fr) auto; gap: 10px; align-items: baseline; }
.calls .state { justify-self: start; }
.calls .subject { color: var(--quiet); font: 12.5px/1.5 var(--mono); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.words blockquote { border-left: 3px solid var(--edge); padding-left: 14px; }
.words .badge { margin-left: 6px; }
.words pre.value { font-family: var(--sans); font-size: 14px; font-style: italic; background: none; padding: 0; }
.change + .change { margin-top: 12px; }
.change h3 { margin-bottom: 4px; }
del, ins { text-decoration: none; padding: 1px 6px; border-radius: 5px; overflow-wrap: anywhere; white-space: pre-wrap; font: 13px/1.6 var(--mono); }
del { background: var(--no-bg); color: var(--no); text-decoration: line-through; }
ins { background: var(--ok-bg); color: var(--ok); }
.actions { position: sticky; bottom: 0; display: grid; gap: 10px; padding: 12px 24px 14px; background: var(--panel); border-radius: 0 0 14px 14px; border-top: 1px solid var(--line); margin-top: -1px; box-shadow: 0 -8px 20px -14px #0006; }
.actions label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); }
.lock { flex: 1 1 200px; display: flex; align-items: center; justify-content: space-between; gap: 2px 8px; flex-wrap: wrap; font-size: 13px; color: var(--warn); background: var(--warn-bg); border-radius: 9px; padding: 4px 6px 4px 14px; min-height: 38px; }
.lock .plain, .buttons .lock .plain { color: inherit; margin: 0; }
.typed input { border-color: var(--no); font-family: var(--mono); }
.typed span { color: var(--no); font-weight: 600; }
.noting { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 6px 16px; align-items: center; }
.noting textarea { grid-column: 1 / -1; }
.presets { display: flex; flex-wrap: wrap; gap: 6px; justify-content: end; }
.preset { font-weight: 500; font-size: 12px; padding: 4px 10px; border-radius: 99px; border-color: var(--line); color: var(--quiet); }
.preset:hover { border-color: var(--edge); color: var(--text); }
.grant { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; }
.actions .grant label { display: flex; gap: 8px; align-items: center; }
.grant label:has(:disabled) { opacity: .6; }
.edit[open] { display: grid; gap: 10px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 10px; max-height: 50vh; overflow: auto; }
.edit .quiet { font-size: 13px; margin: 6px 0; }
.field { display: grid; gap: 4px; margin-bottom: 8px; }
.field textarea { font: 13px/1.5 var(--mono); }
.buttons { display: flex; gap: 10px; flex-wrap: wrap; align-items: center; }
.buttons > .plain { margin-left: auto; }
.actions .answer { min-height: 0; }
.actions .answer:empty { display: none; }
.outcome { padding: 18px 24px; }
`
