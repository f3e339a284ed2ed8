// The page's words: fills {blanks}, and writes sentences in Indonesian or English form.

export function say(words, key, blanks = {}) {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in blanks ? String(blanks[name]) : whole));
}

export function metres(millimetres, language) {
  const digits = millimetres < 10000 ? 1 : 0;
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(millimetres / 1000);
}

export function clock(iso, language) {
  const time = new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return language === "id" ? time.replaceAll(":", ".") : time;
}

// The first words of a slip, for those who hear the page.
export function gist(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("[QR")).join(", ");
}
