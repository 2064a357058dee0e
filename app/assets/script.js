// Everything works without this file. It keeps reading preferences in this browser, shows a password while it is
// typed, guards half-filled forms, says that a form is being sent, and works a form out while it is filled in by
// asking the page itself. It sends nothing anywhere else.
(() => {
  const root = document.documentElement
  const kept = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key)
      if (value) localStorage.setItem(key, value)
      else localStorage.removeItem(key)
    } catch { return null }
  }

  // Theme and text size: <select data-preference="theme|text">, empty value = as the system says.
  for (const name of ["theme", "text"]) if (kept(name)) root.dataset[name] = kept(name)
  document.querySelectorAll("[data-preference]").forEach((select) => {
    const name = select.dataset.preference
    select.value = kept(name) || ""
    select.closest("[hidden]")?.removeAttribute("hidden")
    select.addEventListener("change", () => {
      kept(name, select.value)
      if (select.value) root.dataset[name] = select.value
      else delete root.dataset[name]
    })
  })

  // Show the password: the button names what it will do.
  document.querySelectorAll("[data-show-password]").forEach((button) => {
    const input = document.getElementById(button.getAttribute("aria-controls"))
    button.hidden = false
    button.addEventListener("click", () => {
      const shown = input.type === "text"
      input.type = shown ? "password" : "text"
      button.textContent = shown ? button.dataset.showPassword : button.dataset.hidePassword
      button.setAttribute("aria-pressed", String(!shown))
    })
  })

  // Copy what stands in a text area: <button data-copy="its id" data-copied="what to say then">.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const source = document.getElementById(button.dataset.copy)
    button.hidden = false
    button.addEventListener("click", async () => {
      source.select()
      try { await navigator.clipboard.writeText(source.value) } catch { document.execCommand("copy") }
      button.textContent = button.dataset.copied
    })
  })

  // Tick all choices of a list, or none.
  document.querySelectorAll("[data-tick-all]").forEach((buttons) => {
    buttons.hidden = false
    buttons.addEventListener("click", (event) => {
      if (!event.target.matches("button")) return
      const boxes = buttons.closest("fieldset").querySelectorAll("input[type=checkbox]")
      boxes.forEach((box) => { box.checked = event.target.value === "all" })
      boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }))
    })
  })

  // Errors are the first thing read.
  document.querySelector("main > .error-summary, main > form > .error-summary")?.focus()

  // Leaving a half-filled form asks once; sending it says so and cannot be done twice.
  let changed = false
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) changed = true
  })
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault()
  })
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter
    if (form.dataset.sent) return event.preventDefault()
    changed = false
    if (!button?.dataset.sending) return
    form.dataset.sent = button.textContent
    button.setAttribute("aria-disabled", "true")
    button.textContent = button.dataset.sending
  })
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    const button = form.querySelector("[aria-disabled][data-sending]")
    button.removeAttribute("aria-disabled")
    button.textContent = form.dataset.sent
    delete form.dataset.sent
  }))

  // A GET form with data-live="#one #two": while it is filled in, those parts of the page come anew from the same
  // address.
  document.querySelectorAll("form[data-live]").forEach((form) => {
    let waiting, asked = 0
    const ask = async () => {
      const mine = ++asked
      const fields = [...new FormData(form)].filter(([, value]) => value !== "")
      const address = form.action + "?" + new URLSearchParams(fields)
      try {
        const answer = await fetch(address, { credentials: "same-origin" })
        if (!answer.ok || mine !== asked) return
        const page = new DOMParser().parseFromString(await answer.text(), "text/html")
        for (const part of form.dataset.live.split(" ")) {
          document.querySelector(part)?.replaceChildren(...page.querySelector(part)?.childNodes ?? [])
        }
        history.replaceState(null, "", address)
      } catch { /* the button still works */ }
    }
    form.addEventListener("input", () => {
      clearTimeout(waiting)
      waiting = setTimeout(ask, 250)
    })
  })

  // Open menus close on Escape and when the reader goes elsewhere.
  const close = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false
  })
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")))
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    const menu = document.activeElement?.closest("details.menu[open]")
    close()
    menu?.querySelector("summary").focus()
  })
})()
