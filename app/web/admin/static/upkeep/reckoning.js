// Sizes as people read them. Pure.

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** 1234567 bytes as "1,2 MB" or "1.2 MB". */
export function sizeText(bytes, language) {
  const step = Math.min(UNITS.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  const digits = step > 0 ? 1 : 0;
  return `${(bytes / 1000 ** step).toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[step]}`;
}
