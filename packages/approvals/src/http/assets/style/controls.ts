/** Buttons, fields, badges and dialogs. */
export const CONTROL_STYLE = String.raw`
button {
  font: 600 14px/1.2 var(--sans); color: var(--text); cursor: pointer; display: inline-flex; align-items: center; gap: 10px;
  border: 1px solid transparent; border-radius: 9px; padding: 11px 18px; background: transparent;
}
button:disabled { cursor: not-allowed; opacity: .5; }
.approve { background: var(--ok); color: var(--ok-ink); }
.approve:hover:not(:disabled) { box-shadow: 0 0 0 3px var(--ok-bg); }
.approve.again { background: var(--warn); color: var(--panel); }
.primary { background: var(--accent); color: var(--accent-ink); }
.deny { border-color: var(--no); color: var(--no); }
.deny:hover:not(:disabled) { background: var(--no-bg); }
.danger:is(button) { background: var(--no); color: var(--no-ink); }
.ghost { border-color: var(--line); font-weight: 500; font-size: 13px; padding: 8px 14px; background: var(--panel); }
.ghost:hover:not(:disabled) { border-color: var(--edge); }
.plain { font-weight: 500; font-size: 13px; padding: 6px 8px; color: var(--quiet); border-radius: 7px; }
.plain:hover:not(:disabled) { background: var(--sunk); color: var(--text); }
kbd {
  font: 600 11px/1 var(--mono); border: 1px solid var(--edge); border-bottom-width: 2px; border-radius: 4px; padding: 2px 5px;
}
button kbd { border-color: currentColor; opacity: .8; }
textarea, input, select {
  font: inherit; color: inherit; background: var(--sunk); border: 1px solid var(--edge); border-radius: 8px; padding: 8px 10px; width: 100%;
}
input[type=checkbox] { width: 16px; height: 16px; margin: 0; accent-color: var(--accent); }
select { width: auto; max-width: 100%; text-overflow: ellipsis; }
textarea { resize: vertical; min-height: 38px; }
::placeholder { color: var(--quiet); opacity: 1; }
.badge { display: inline-block; font-size: 12px; font-weight: 500; color: var(--quiet); border: 1px solid var(--line); border-radius: 6px; padding: 1px 8px; overflow-wrap: anywhere; }
.badge.warn { color: var(--warn); background: var(--warn-bg); border-color: transparent; }
.badge.danger { color: var(--no); background: var(--no-bg); border-color: transparent; }
.badges { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 6px; }
.risk { border-radius: 99px; padding: 2px 10px; font-size: 12px; font-weight: 600; background: var(--sunk); color: var(--quiet); white-space: nowrap; }
.risk.medium { background: var(--warn-bg); color: var(--warn); }
.risk.high { background: var(--no-bg); color: var(--no); }
.risk.critical { background: var(--no); color: var(--no-ink); }
.state { font-size: 12px; font-weight: 600; border-radius: 99px; padding: 2px 10px; background: var(--sunk); color: var(--quiet); white-space: nowrap; }
.state:is(.executed, .approved, .executing, .intact) { background: var(--ok-bg); color: var(--ok); }
.state:is(.denied, .failed, .interrupted, .broken) { background: var(--no-bg); color: var(--no); }
.state:is(.expired, .lapsed, .superseded, .not-pinned, .unknown) { background: var(--warn-bg); color: var(--warn); }
.clock { font-variant-numeric: tabular-nums; color: var(--quiet); font-size: 13px; white-space: nowrap; }
.clock.late { color: var(--no); font-weight: 600; }
.notice { padding: 10px 14px; border-radius: 8px; background: var(--sunk); font-size: 14px; }
.notice.warn { background: var(--warn-bg); color: var(--warn); }
.notice.danger { background: var(--no-bg); color: var(--no); }
.answer { color: var(--no); font-weight: 600; font-size: 14px; min-height: 21px; }
dialog {
  width: min(520px, calc(100vw - 32px)); padding: 24px; color: inherit; background: var(--panel);
  border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 24px 64px #0006;
}
dialog::backdrop { background: #060a12a0; }
dialog h2 { font-size: 18px; color: var(--text); margin-bottom: 12px; }
dialog form, dialog label { display: grid; gap: 10px; }
dialog form > .ghost { justify-self: start; }
dialog label { gap: 4px; font-size: 13px; color: var(--quiet); }
dialog .quiet { font-size: 13px; margin: 12px 0; }
#break { border-top: 4px solid var(--no); }
.keys div { display: grid; grid-template-columns: 72px 1fr; gap: 12px; padding: 5px 0; }
`
