// The second question before what is hard to take back; one dialog a page has it, #asking.
const at = (id) => document.getElementById(id);

/* `refusal(answer)` is what the server said against it, or ""; `told(answer, question)` hears what was done, and says
 * true where it took the focus; `late(text)` hears a refusal of a question that is no longer open; `after()` follows.
 * Returns ask({title, text, confirm, from, deed}); the focus goes back to the element with the id `from`. */
export function prepareQuestion({ refusal, told, late, after }) {
  let open = null;

  function ask(question) {
    open = { ...question, busy: false, moved: false };
    at("asking-title").textContent = question.title;
    at("asking-text").textContent = question.text;
    at("asking-confirm").textContent = question.confirm;
    at("asking-error").textContent = "";
    at("asking").showModal();
    at("asking-cancel").focus();
  }

  // What the server says belongs to the question that is open, not to one that was opened since.
  async function confirm() {
    const mine = open;
    if (!mine || mine.busy) return;
    mine.busy = true;
    const answer = await mine.deed();
    mine.busy = false;
    if (open === mine) {
      at("asking-error").textContent = refusal(answer);
      if (answer.ok) at("asking").close();
    } else if (!answer.ok) late(refusal(answer));
    if (answer.ok) mine.moved = Boolean(told(answer, mine));
    await after();
  }

  function leave() {
    if (at("asking").open || !open) return;
    if (!open.moved) at(open.from)?.focus();
    open = null;
  }

  at("asking-cancel").addEventListener("click", () => at("asking").close());
  at("asking-confirm").addEventListener("click", confirm);
  at("asking").addEventListener("close", leave);
  return ask;
}
