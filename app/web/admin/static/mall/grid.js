// The services as a sheet of cells: which rows show, where a key leads, what was pasted. Pure.

/** The entries that are looked for: every word of `text` stands somewhere in them, in whatever case. */
export function found(entries, { text, agency, archived }) {
  const words = text.toLocaleLowerCase("id").split(/\s+/).filter(Boolean);
  return entries.filter(({ parent, row }) => {
    if ((agency && parent !== agency) || (!archived && row.archived)) return false;
    const said = [row.code, row.name, row.name_en ?? ""].join(" ").toLocaleLowerCase("id");
    return words.every((word) => said.includes(word));
  });
}

/** The cell {row, column} to which a key leads from another, or null where it leads nowhere in the sheet. */
export function cellAfter({ row, column }, { key, ctrlKey }, { rows, columns, page = 10 }) {
  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-page, 0], PageDown: [page, 0],
    Home: ctrlKey ? [-rows, -columns] : [0, -columns], End: ctrlKey ? [rows, columns] : [0, columns],
  };
  const step = steps[key];
  if (!step) return null;
  const within = (number, most) => Math.min(Math.max(number, 0), most - 1);
  return { row: within(row + step[0], rows), column: within(column + step[1], columns) };
}

/** The cells of what a spreadsheet copies: tabs between, lines below each other, "" where a cell holds either. */
export function cellsOf(text) {
  const lines = [[""]];
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    const line = lines.at(-1);
    if (quoted && letter === '"' && text[index + 1] === '"') {
      line[line.length - 1] += '"';
      index += 1;
    } else if (letter === '"' && (quoted || line.at(-1) === "")) quoted = !quoted;
    else if (quoted) line[line.length - 1] += letter;
    else if (letter === "\t") line.push("");
    else if (letter === "\n") lines.push([""]);
    else if (letter !== "\r") line[line.length - 1] += letter;
  }
  if (lines.length > 1 && lines.at(-1).length === 1 && lines.at(-1)[0] === "") lines.pop();
  return lines;
}

/** Which cells a paste fills, from the cell where it begins: [{row, column, text}]; what hangs over is left out. */
export function pasted(text, from, { rows, columns }) {
  return cellsOf(text).flatMap((line, down) => line.map((cell, right) => ({ row: from.row + down, column: from.column + right, text: cell })))
    .filter(({ row, column }) => row < rows && column < columns);
}

const YES = ["ya", "y", "yes", "true", "benar", "1", "x", "✓"];
const NO = ["tidak", "t", "no", "n", "false", "salah", "0", "-"];

/** What somebody means by a word in a cell that is so or not; undefined where that is not clear. */
export function truthOf(text) {
  const plain = text.trim().toLowerCase();
  if (YES.includes(plain)) return true;
  return NO.includes(plain) ? false : undefined;
}
