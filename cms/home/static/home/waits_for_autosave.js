// The editor saves by itself while one types. Whoever presses Publish meanwhile would make a new page twice,
// or be told that somebody saved another version: their press waits for the answer. And it waits for the
// last words of formatted text, which reach the form a moment after they are typed.
const LONGEST = 5000
const TEXT_SETTLES = 400
const OVER = ["w-autosave:success", "w-autosave:error", "w-autosave:deactivated"]
const saving = new WeakSet()
const waiting = new WeakSet()
let typedAt = -TEXT_SETTLES

for (const name of ["keydown", "beforeinput", "paste", "drop", "compositionend"]) {
  document.addEventListener(name, ({ target }) => {
    if (target.isContentEditable) typedAt = performance.now()
  }, true)
}
document.addEventListener("w-autosave:save", (event) => {
  if (!event.defaultPrevented) saving.add(event.target)
})
for (const name of OVER) document.addEventListener(name, (event) => saving.delete(event.target))

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event
  const unsettled = typedAt + TEXT_SETTLES - performance.now()
  if (unsettled <= 0 && !saving.has(form)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (waiting.has(form)) return
  waiting.add(form)
  const goOn = () => {
    if (!waiting.delete(form)) return
    if (submitter) submitter.disabled = false // a button that shows its progress would not be sent
    form.requestSubmit(submitter)
  }
  if (unsettled > 0) {
    setTimeout(goOn, unsettled)
    return
  }
  const answered = () => {
    saving.delete(form)
    goOn()
  }
  for (const name of OVER) form.addEventListener(name, answered, { once: true })
  setTimeout(answered, LONGEST)
}, true)
