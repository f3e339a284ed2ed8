// Shows the name of this screen, large, for as long as an administrator asked, who looks for it in the hall.
// The page passes the wish on as an event of the document. Televisions of 2018 run it too: no syntax younger than that.

let cover = null;
let timer = null;

function line(name, text) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

function hide() {
  if (cover) cover.remove();
  cover = null;
}

function show({ name, place, seconds }) {
  clearTimeout(timer);
  hide();
  cover = document.createElement("section");
  cover.className = "identity";
  cover.setAttribute("role", "status");
  document.body.append(cover);
  cover.append(line("identity-name", name), line("identity-place", place)); // after it is there: then it is read out
  timer = setTimeout(hide, seconds * 1000);
}

document.addEventListener("identify", (event) => show(event.detail));
