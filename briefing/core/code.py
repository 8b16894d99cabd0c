"""Every code of a diagnostic, as a type: one that has no manual is a type error where it is raised.

Written by `make codes` from codes.md and the rules of the proofreader.
"""

from __future__ import annotations

from typing import Literal

# fmt: off
#: Rules of the proofreader.
Rule = Literal[
    "pair-unbalanced", "mark-half-width", "mark-ellipsis", "mark-dash", "quote-separator", "repeat-mark", "heading-stop",
    "paragraph-unended", "space-han", "char-full-width", "char-lookalike", "space-digit", "range-hyphen", "document-number",
    "date-impossible", "date-backwards", "date-weekday", "date-future", "date-padded", "year-short", "redundant-limit",
    "redundant-about", "decrease-times", "percent-point", "rate-over", "figure-change", "count-listed", "figure-table",
    "figure-elsewhere", "unit-letters", "cell-minus", "sequence-gap", "sequence-repeat", "sequence-level", "sequence-mark",
    "word-wrong", "word-confused", "word-homophone", "word-forbidden", "repeat-word", "name-required",
    "abbreviation-phrase", "abbreviation-early", "abbreviation-two", "order-places", "order-titles", "text-unfinished",
    "contents-differ", "attachment-absent", "lead-uneven", "paragraph-long", "report-long", "issue-number", "issue-serial",
    "issue-holiday", "issue-item", "excuse-unused",
]

Code = Literal[
    Rule,
    "file-missing", "file-size", "file-unreadable", "file-special", "file-name-encoding", "folder-missing", "folder-size",
    "path-outside", "encoding-unknown", "file-kind", "encoding-utf16", "encoding-gb18030", "merge-marks",
    "control-character", "clock", "no-undo", "undo-record", "issue-missing", "issue-undated", "field-missing",
    "field-blank", "secrecy", "compiled-late", "filing-order", "said-twice", "key-unknown", "value-choice", "value-date",
    "value-number", "value-shape", "folder-name", "folder-number", "house-name", "sections-reports", "reports-none",
    "section-twice", "report-missing", "report-twice", "report-unlisted", "report-name", "file-unused", "picture-unused",
    "yaml-syntax", "yaml-shape", "yaml-space", "yaml-dash", "yaml-remark", "yaml-tab", "yaml-escape", "yaml-quote",
    "yaml-colon", "yaml-bracket", "yaml-indent", "yaml-character", "yaml-anchor", "yaml-tag", "yaml-key", "yaml-merge",
    "yaml-duplicate", "yaml-depth", "yaml-size", "yaml-documents", "report-empty", "report-size", "findings-more",
    "title-missing", "brief-title", "brief-part", "title-empty", "title-late", "title-second", "head-fence", "head-open",
    "heading-space", "heading-empty", "heading-depth", "indent-typed", "typed-full-width", "typed-foreign", "box-name",
    "box-end", "box-nesting", "box-head", "box-content", "item-joined", "placeholder", "paragraph-joined", "paragraph-size",
    "emphasis-open", "tab", "entity", "html", "link", "code", "rule", "nesting", "box-place", "qr-code", "signature",
    "list-depth", "list-item", "footnote-undefined", "footnote-duplicate", "footnote-unused", "footnote-shape",
    "caption-below", "table-rule", "table-columns", "table-end", "table-size", "table-wish", "table-merge",
    "table-too-wide", "table-widths", "issue-size", "picture-syntax", "picture-inline", "picture-alt", "picture-remote",
    "picture-width", "picture-format", "picture-damaged", "picture-size", "picture-frames", "picture-reduced",
    "picture-blank", "svg-unsupported", "svg-reference", "svg-size", "svg-text", "text-control", "box-too-tall",
    "foreign-script", "word-cut", "missing-glyph", "glyph-substituted", "house-font", "house-font-unused",
    "house-font-embed", "invisible-character", "nameplate-too-long", "colophon-blank", "colophon-moved", "page-near",
    "line-end-too-long", "colophon-too-tall", "house-unknown", "house-circular", "house-missing", "house-value",
    "house-page", "house-fit", "house-color", "wording-value", "template-missing", "template-syntax", "template-undefined",
    "template-refused", "template-failed", "template-xml", "template-block", "template-drops", "template-vocabulary",
    "css-unsupported", "css-text", "template-anchor", "template-table", "pdf-css", "css-layout", "pdf-fetch", "words-key",
    "words-value", "baseline-broken", "no-revision", "no-baseline", "no-issue", "issue-exists", "format", "output",
    "source-changed", "leftover", "recovered", "output-source", "fonts-missing", "package-missing", "pdf-engine-missing",
    "pdf-engine", "manifest-damaged", "delivery-gone", "internal", "system-refused", "worker-died", "work-limit",
    "worker-timeout", "dask-missing", "dask-unreachable", "dask-versions", "dask-lost", "dask-worker", "dask-answer",
    "office", "office-text", "office-line", "office-page", "prove-colophon", "prove-contents", "prove-docx-seen",
    "prove-edge", "prove-folio", "prove-font", "prove-gap", "prove-glyph", "prove-grid", "prove-lone", "prove-ofd",
    "prove-overfull", "prove-page", "prove-overlap", "prove-picture", "prove-ragged", "prove-text", "prove-outdated",
    "prove-unbuilt", "prove-unreadable", "press-numbers", "press-shares", "press-run", "press-binding",
    "press-binding-pages", "print-deadline", "press-binding-thick", "press-sheet", "press-blank", "press-css",
    "press-paper", "press-bleed", "press-grey", "press-profile", "press-ticket", "print-ink", "preflight-unreadable",
    "preflight-missing", "preflight-label", "preflight-metadata", "preflight-intent", "preflight-box", "preflight-rgb",
    "preflight-ink", "preflight-overprint", "preflight-white-overprint", "preflight-rich-black", "preflight-ink-limit",
    "preflight-resolution", "preflight-font", "preflight-transparency", "preflight-small-text", "preflight-thin-line",
    "preflight-spot-name", "preflight-registration", "preflight-bleed", "preflight-layer", "preflight-flat",
    "preflight-packing", "preflight-device", "preflight-locked", "preflight-active", "preflight-pages", "no-import",
    "import-format", "import-empty", "import-damaged", "import-encrypted", "import-leftover", "import-size",
    "import-office", "import-back", "import-whole", "import-bulletin", "import-facts", "sources-output", "import-lost",
    "import-aside", "import-changes", "import-title", "import-heading", "import-box", "import-merged", "import-table",
    "import-long", "import-several", "import-reference", "import-note", "import-picture", "archive-unreadable",
    "archive-pages", "archive-form", "archive-locked", "archive-label", "archive-metadata", "archive-intent",
    "archive-color", "archive-font", "archive-unicode", "archive-active", "archive-attachment", "archive-annotation",
    "archive-language", "archive-title", "archive-tags", "archive-heading", "archive-alt", "archive-table", "archive-list",
    "archive-note", "archive-untagged", "archive-link", "archive-stamp", "archive-number", "archive-number-taken",
    "archive-incomplete", "archive-draft", "archive-size", "archive-report", "package-absent", "package-unreadable",
    "package-unsafe", "package-incomplete", "package-extra", "package-checksum", "package-schema", "package-metadata",
    "package-words", "package-signature",
]
