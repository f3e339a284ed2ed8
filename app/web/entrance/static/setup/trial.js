// What came of trying a printer, in one sentence.

/** The key of a sentence and its blanks. */
export function verdict({ end, findings }, { profile, address }) {
  if (end === "unreachable" || end === "broken") return ["printer_silent", { address }];
  if (end === "one_way") return ["printer_one_way", {}];
  if (end !== "found" || !findings) return ["printer_agent", {}];
  const fits = findings.width === 58 ? findings.profile_58 : findings.profile_80;
  return fits === profile ? ["printer_fits", {}] : ["printer_other", { profile: fits }];
}
