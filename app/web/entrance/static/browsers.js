// What a browser calls itself, as people know it: "Chrome, Windows". Pure.

// The first that fits wins: most browsers also name those they want to be taken for.
const BROWSERS = [
  [/Edg(?:e|A|iOS)?\//, "Edge"], [/OPR\//, "Opera"], [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"], [/Chrom(?:e|ium)\/|CriOS\//, "Chrome"], [/Safari\//, "Safari"],
];
const SYSTEMS = [
  [/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/CrOS/, "ChromeOS"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"],
];

export function browserName(agent) {
  const known = [BROWSERS, SYSTEMS].map((names) => names.find(([sign]) => sign.test(agent))?.[1]).filter(Boolean);
  return known.join(", ");
}
