// The notice of the hall on a phone; an urgent one stands out, and readers say it at once.
import { noticeText } from "./face.js";

/** Shows it in `section`, whose paragraph is `line`, while it holds; touches nothing that is right already. */
export function hangNotice(section, line, notice, { language, now }) {
  const text = noticeText(notice, language, now);
  const urgent = text !== "" && Boolean(notice.urgent);
  const role = urgent ? "alert" : "status";
  if (section.getAttribute("role") !== role) section.setAttribute("role", role);
  section.classList.toggle("urgent", urgent);
  if (line.textContent !== text) line.textContent = text;
  section.hidden = text === "";
}
