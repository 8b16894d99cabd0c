// A manuscript made to look like one: headings, leads, notes. Only marks and classes on lines: nothing is replaced, for browsers
// lose characters that an input method composes beside what is.

import { RangeSetBuilder, StateEffect, StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { units } from "./lines";
import type { Finding } from "./server";

const mark = (name: string) => Decoration.mark({ class: name });
const line = (name: string) => Decoration.line({ class: name });
const SIGN = mark("sign");
const STRONG = mark("strong");
const KAI = mark("kai");
const NOTE = mark("footnote");
const PICTURE = mark("picture");
const REMARK = mark("remark");
const LINES = {
  head: line("of-head"),
  title: line("title"),
  h2: line("h2"),
  h3: line("h3"),
  h4: line("h4"),
  table: line("table"),
  quote: line("quote"),
  list: line("list"),
  fence: line("fence"),
  note: line("of-note"),
  picture: line("of-picture"),
  caption: line("caption"),
  text: line("text"),
};

/** Lines of the YAML head of a report, which has two fences; 0 where there is none. */
export function headLines(doc: Text): number {
  let first = 1;
  while (first < doc.lines && !doc.line(first).text.trim()) first++;
  if (doc.line(first).text.trimEnd() !== "---") return 0;
  for (let number = first + 1; number <= Math.min(doc.lines, first + 60); number++)
    if (doc.line(number).text.trimEnd() === "---") return number;
  return 0;
}

type Found = [number, number, Decoration];

/** A stretch of its own kind, in which all but the `words` is signs. */
function within(match: RegExpExecArray, at: number, kind: Decoration, words: RegExp): Found[] {
  const end = at + match[0].length;
  const said = words.exec(match[0]);
  if (!said) return [[at, end, kind]];
  const from = at + said.index;
  return [[at, end, kind], [at, from, SIGN], [from + said[0].length, end, SIGN]];
}

const INLINE: [RegExp, (match: RegExpExecArray, at: number) => Found[]][] = [
  [/<!--.*?-->/g, (match, at) => within(match, at, REMARK, /校对：不查/)],
  [/!\[[^\]]*\]\([^)]*\)(\{[^}]*\})?/g, (match, at) => [[at, at + match[0].length, PICTURE]]],
  [/\[\^[^\]\s]+\]:?/g, (match, at) => within(match, at, NOTE, /[^[\]^:]+/)],
  [/\s*\{[a-z][^{}]*\}\s*$/g, (match, at) => [[at, at + match[0].length, SIGN]]],
  [
    /\*\*(?=\S)(.+?)\*\*/g,
    (match, at) => {
      const end = at + match[0].length;
      return [
        [at, at + 2, SIGN],
        [at + 2, end - 2, STRONG],
        [end - 2, end, SIGN],
      ];
    },
  ],
  [
    /(?<![*\\])\*(?![*\s])([^*\n]+)\*(?!\*)/g,
    (match, at) => {
      const end = at + match[0].length;
      return [
        [at, at + 1, SIGN],
        [at + 1, end - 1, KAI],
        [end - 1, end, SIGN],
      ];
    },
  ],
  [/\\(?=[!-/:-@[-`{-~])/g, (match, at) => [[at, at + match[0].length, SIGN]]],
];

const STARTS: [RegExp, keyof typeof LINES, boolean][] = [
  [/^#\s+/, "title", true],
  [/^##\s+/, "h2", true],
  [/^###\s+/, "h3", true],
  [/^#{4,5}\s+/, "h4", true],
  [/^\s*\|/, "table", false],
  [/^>\s?/, "quote", true],
  [/^\s*(?:[-+]|\d+[.)])\s+/, "list", false],
  [/^:::\s*/, "fence", true],
  [/^\[\^[^\]]+\]:\s*/, "note", false],
  [/^!\[/, "picture", false],
  [/^(?:表\s?\d|单位：|注：|来源：)/, "caption", false],
];

function decorate(view: EditorView): DecorationSet {
  const found: Found[] = [];
  const doc = view.state.doc;
  const head = headLines(doc);
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const here = doc.lineAt(at);
      at = here.to + 1;
      if (here.number <= head) {
        found.push([here.from, here.from, LINES.head]);
        continue;
      }
      if (!here.text.trim()) continue;
      const start = STARTS.find(([pattern]) => pattern.test(here.text));
      found.push([here.from, here.from, LINES[start ? start[1] : "text"]]);
      if (start?.[2]) found.push([here.from, here.from + start[0].exec(here.text)![0].length, SIGN]);
      const taken: [number, number][] = [];
      for (const [pattern, made] of INLINE) {
        pattern.lastIndex = 0;
        for (let match = pattern.exec(here.text); match; match = pattern.exec(here.text)) {
          const [begin, end] = [match.index, match.index + match[0].length];
          if (taken.some(([from, to]) => begin < to && end > from)) continue;
          taken.push([begin, end]);
          found.push(...made(match, here.from + begin));
        }
      }
    }
  }
  return Decoration.set(
    found.filter(([from, to, decoration]) => from < to || decoration.spec.class).map(([from, to, each]) => each.range(from, to)),
    true,
  );
}

export const manuscript: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// --- findings, underlined where they are

export interface Shown {
  from: number;
  to: number;
  finding: Finding;
}

export const showFindings = StateEffect.define<Finding[]>();

export const findings = StateField.define<{ shown: Shown[]; drawn: DecorationSet }>({
  create: () => ({ shown: [], drawn: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(showFindings)) return placed(effect.value, transaction.state);
    if (!transaction.docChanged) return value;
    return {
      shown: value.shown.map((each) => ({
        ...each,
        from: transaction.changes.mapPos(each.from, 1),
        to: transaction.changes.mapPos(each.to, -1),
      })),
      drawn: value.drawn.map(transaction.changes),
    };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.drawn),
});

function placed(found: Finding[], state: EditorState): { shown: Shown[]; drawn: DecorationSet } {
  const shown: Shown[] = [];
  for (const finding of found) {
    if (!finding.span || finding.span.line > state.doc.lines) continue;
    const here = state.doc.line(finding.span.line);
    const from = here.from + units(here.text, finding.span.column);
    const length = Math.max(1, finding.span.length);
    const to = Math.min(here.to, here.from + units(here.text, finding.span.column + length));
    shown.push({ from: Math.min(from, here.to), to: Math.max(to, Math.min(from, here.to)), finding });
  }
  shown.sort((one, other) => one.from - other.from || one.to - other.to);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, finding } of shown) if (from < to) builder.add(from, to, mark(`finding ${finding.severity}`));
  return { shown, drawn: builder.finish() };
}
