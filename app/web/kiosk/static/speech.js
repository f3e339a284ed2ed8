// Spoken guidance with whatever voice the device has; silent where it has none.

export function speak(text, language) {
  const voices = window.speechSynthesis;
  if (!voices) return;
  voices.cancel();
  const sentence = new SpeechSynthesisUtterance(text);
  sentence.lang = language === "en" ? "en-GB" : "id-ID";
  sentence.rate = 0.9;
  voices.speak(sentence);
}

export function hush() {
  window.speechSynthesis?.cancel();
}
