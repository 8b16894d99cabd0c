// What is dragged over a part that takes nothing: a browser would leave the page for a link that is let go there, or search for words.

const TAKES = "input, textarea, .cm-content";

export function letNothingLeave(): void {
  for (const kind of ["dragover", "drop"] as const)
    window.addEventListener(kind, (event) => {
      if (event.defaultPrevented || (event.target instanceof Element && event.target.closest(TAKES))) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
    });
}
