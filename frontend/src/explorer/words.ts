// The words of the map.
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
] as const;

const GROUPED = new Intl.NumberFormat("en");

export function monthWord(month: number): string {
  return MONTHS[month % 12] ?? "";
}

export function monthName(month: number): string {
  return `${monthWord(month)} ${Math.floor(month / 12)}`;
}

export function grouped(many: number): string {
  return GROUPED.format(many);
}

/** Return "998" or "1.2k": where there is room for four signs. */
export function short(many: number): string {
  return many < 1000 ? String(many) : `${(many / 1000).toFixed(many < 9950 ? 1 : 0)}k`;
}

export function counted(many: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(many)} ${many === 1 ? noun : plural}`;
}

/** Return the text cut at a word before `most` letters. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.–—-]+$/, "")}…`;
}
