/**
 * The one script of the page. It is a text so that it is served from inside any bundle. It never makes markup of a
 * text: fragments come from our own pages, parsed by the browser as documents, and everything else is `textContent`.
 */
export const REVIEWER_SCRIPT = String.raw`'use strict'
;(() => {
  const csrf = document.querySelector('meta[name=csrf]')?.content
  const $ = (selector, root = document) => root.querySelector(selector)
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]

  // A token after the # of the address never leaves the browser but for this form.
  const login = $('#login')
  if (login) {
    if (location.hash.length > 1) {
      login.elements.token.value = decodeURIComponent(location.hash.slice(1))
      history.replaceState(null, '', '/login')
      login.requestSubmit()
    }
    return
  }

  const span = (ms) => {
    const s = Math.max(0, Math.round(ms / 1000))
    if (s < 60) return s + ' s'
    if (s < 3600) return Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0')
    return s < 86400 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d'
  }
  const tick = () => {
    for (const clock of all('[data-until]')) {
      const left = Number(clock.dataset.until) - Date.now()
      const whole = Number(clock.dataset.until) - Number(clock.dataset.from)
      clock.textContent = left <= 0 ? 'expired' : ('short' in clock.dataset ? '' : 'within ') + span(left)
      clock.classList.toggle('late', left < whole / 4)
    }
    const count = $('[data-count]')
    if (count) document.title = (count.dataset.count === '0' ? '' : '(' + count.dataset.count + ') ') + 'Waiting · Kvlar'
  }
  setInterval(tick, 1000)

  const post = async (path, body = {}) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify(body),
    })
    const answer = await response.json().catch(() => ({}))
    if (response.status === 401) location.assign('/login')
    return { ok: response.ok, answer }
  }

  // What was never in view was never read: approving waits for the end of the arguments.
  let seen = ''
  const arm = () => {
    const card = $('#card')
    if (!card?.dataset.id) return
    const open = () => {
      if (seen !== card.dataset.key) void post('/api/requests/' + card.dataset.id + '/viewed')
      seen = card.dataset.key
      unlock(card)
    }
    if (seen === card.dataset.key) return unlock(card)
    const end = $('[data-end]', card)
    // A box that is taller than the screen has been read through when its end has come into view.
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      open()
    }, { rootMargin: '0px 0px -' + ($('.actions', card)?.offsetHeight ?? 0) + 'px 0px' }).observe(end)
  }
  const unlock = (card) => {
    const lock = $('[data-lock]', card)
    if (lock) lock.hidden = true
    const typed = $('[data-expected]', card)
    const may = () => {
      const right = !typed || typed.value === typed.dataset.expected
      for (const button of all('[data-act=approve],[data-act=edit]', card)) button.disabled = !right
    }
    typed?.addEventListener('input', may)
    may()
  }

  // Fragments are taken out of our own pages; the browser parses them, no text is made markup here.
  const page = (href) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('GET', href)
    request.responseType = 'document'
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(String(request.status))))
    request.onerror = reject
    request.send()
  })
  let loading = false
  let again = false
  const refresh = async (href = location.href) => {
    if (document.body.dataset.at !== 'queue') return
    if (loading) return void (again = true)
    loading = true
    try {
      const fresh = await page(href)
      const take = (selector) => {
        const [old, next] = [$(selector), $(selector, fresh)]
        if (old && next) old.replaceWith(document.adoptNode(next))
      }
      take('.count')
      take('#list')
      const [old, next] = [$('#card'), $('#card', fresh)]
      // What the reviewer is writing stays, as long as the request is what it was.
      if (old?.dataset.key !== next?.dataset.key) {
        take('#detail')
        arm()
      }
    } catch {
      $('[data-live]').textContent = 'not connected'
    }
    tick()
    loading = false
    if (again) {
      again = false
      await refresh()
    }
  }

  const open = async (href) => {
    history.replaceState(null, '', href)
    await refresh(href)
    $('#detail')?.scrollIntoView({ block: 'start' })
  }
  const move = (step) => {
    const rows = all('[data-row]')
    const at = rows.findIndex((row) => row.ariaCurrent === 'true')
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
    if (next) void open(next.href)
  }

  let armedUntil = 0
  const act = async (kind) => {
    const card = $('#card')
    const form = $('[data-actions]', card)
    const say = (text) => ($('[data-answer]', card).textContent = text)
    if (!form) return
    const button = $('[data-act=' + kind + ']', form)
    if (button?.disabled) return say('Read the arguments to their end first.')
    if (kind === 'approve' && card.dataset.risk === 'high' && Date.now() > armedUntil) {
      armedUntil = Date.now() + 3000
      return say('This is a high risk. Press again within 3 seconds to approve.')
    }
    const body = {
      notes: form.elements.note.value,
      digest: card.dataset.digest,
      rendered_digest: card.dataset.rendered,
      grant: form.elements.grant?.value ?? 'once',
      general: form.elements.general?.checked ?? false,
    }
    if (kind === 'reject') delete body.grant
    let path = kind
    if (kind === 'break') {
      body.break_glass = true
      delete body.grant
      path = 'approve'
    }
    if (kind === 'edit') {
      try {
        body.edits = all('[name=edit]', form).filter((field) => field.value.trim() !== '')
          .map((field) => ({ path: field.dataset.path, value: JSON.parse(field.value) }))
      } catch {
        return say('A new value is not JSON: texts stand in double quotes.')
      }
    }
    armedUntil = 0
    const { ok, answer } = await post('/api/requests/' + card.dataset.id + '/' + path, body)
    if (!ok) return say(answer.message ?? 'The server did not answer; nothing was decided.')
    if (answer.state === 'pending') await refresh()
    else await open('/')
  }

  document.addEventListener('click', (event) => {
    const target = event.target.closest?.('[data-act],[data-row],[data-revoke]')
    if (!target) return
    if (target.dataset.row) {
      event.preventDefault()
      return void open(target.href)
    }
    if (target.dataset.revoke) return void post('/api/grants/' + target.dataset.revoke + '/revoke').then(() => location.reload())
    if (target.dataset.act === 'reveal')
      return void post('/api/requests/' + $('#card').dataset.id + '/reveal').then(({ ok, answer }) => {
        const box = $('#revealed')
        box.hidden = false
        box.textContent = (ok ? JSON.stringify(answer.tool_args, null, 2) : answer.message)
          .replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (c) => '\\u{' + c.codePointAt(0).toString(16) + '}')
      })
    void act(target.dataset.act)
  })
  document.addEventListener('submit', (event) => event.preventDefault())
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.target.closest?.('input,textarea,select')) {
      if (event.key === 'Escape') event.target.blur()
      return
    }
    const key = event.key.toLowerCase()
    if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1)
    else if (key === 'a') void act('approve')
    else if (key === 'r') void act('reject')
    else return
    event.preventDefault()
  })

  const live = $('[data-live]')
  const events = new EventSource('/api/events')
  const show = (state, text) => {
    live.textContent = text
    live.dataset.state = state
  }
  events.onopen = () => {
    show('on', 'live')
    void refresh()
  }
  events.onerror = () => show('off', 'reconnecting')
  events.addEventListener('change', () => void refresh())
  tick()
  arm()
})()
`
