// Places and differences. Sources count characters (code points), the browser counts halves of them (UTF-16).

/** Units of `text` before its character `column` (from 1). */
export function units(text: string, column: number): number {
  let at = 0;
  for (let count = 1; count < column && at < text.length; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The column (from 1) of the character at `at` units. */
export function column(text: string, at: number): number {
  let count = 1;
  for (let unit = 0; unit < at && unit < text.length; count++) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  return count;
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** What makes `after` of `before`: by lines, and within the lines that differ from their first to their last difference. */
export function difference(before: string, after: string): Change[] {
  if (before === after) return [];
  const left = parted(before);
  const right = parted(after);
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  const changes: Change[] = [];
  let from = left.slice(0, head).join("").length;
  for (const [gone, come] of stretches(left.slice(head, left.length - tail), right.slice(head, right.length - tail))) {
    if (gone !== come) changes.push(within(from, gone, come));
    from += gone.length;
  }
  return changes;
}

function parted(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function within(from: number, gone: string, come: string): Change {
  let head = 0;
  while (head < gone.length && head < come.length && gone[head] === come[head]) head++;
  let tail = 0;
  while (tail < gone.length - head && tail < come.length - head && gone[gone.length - 1 - tail] === come[come.length - 1 - tail]) tail++;
  return { from: from + head, to: from + gone.length - tail, insert: come.slice(head, come.length - tail) };
}

/** Pairs of stretches: the longest common subsequence of lines, where there are few enough of them. */
function stretches(left: string[], right: string[]): [string, string][] {
  if (left.length * right.length > 4_000_000) return [[left.join(""), right.join("")]];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const found: [string, string][] = [];
  let [i, j, gone, come] = [0, 0, "", ""];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      if (gone || come) found.push([gone, come]);
      found.push([left[i]!, right[j]!]);
      [gone, come] = ["", ""];
      i++;
      j++;
    } else if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) gone += left[i++]!;
    else come += right[j++]!;
  }
  if (gone || come) found.push([gone, come]);
  return found;
}
