// Wears the mall's look that the server tells over the live link: its colours and its logo, on the open page.
// The link passes it on as an event of the document. Televisions of 2018 run it too: no syntax younger than that.

// The old colours stay until the new ones are there, so that nobody sees a page without any.
function paint(style) {
  const worn = document.querySelector("link[data-look]");
  if (!worn || worn.getAttribute("href") === style) return;
  const next = worn.cloneNode();
  next.setAttribute("href", style);
  next.addEventListener("load", () => worn.remove());
  next.addEventListener("error", () => next.remove());
  worn.after(next);
}

function hang(address) {
  document.documentElement.dataset.logo = address;
  for (const picture of document.querySelectorAll("img[data-logo]")) {
    picture.hidden = !address;
    if (address && picture.getAttribute("src") !== address) picture.setAttribute("src", address);
  }
}

document.addEventListener("look", ({ detail }) => {
  paint(detail.style);
  hang(detail.logo || "");
});
