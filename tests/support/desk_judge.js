// What is wrong with how a screen of the desk stands in its window: sentences with the element that they speak of.
() => {
  const found = [];
  const top = [...document.querySelectorAll('dialog[open]')].at(-1);
  const room = top ?? document.querySelector('#desk');
  const said = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 90)}`);
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`wider than its window by ${document.documentElement.scrollWidth - innerWidth}`);
  if (top) {
    const box = top.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1) said('outside of the window', top);
    if (top.scrollHeight > top.clientHeight + 1 && getComputedStyle(top).overflowY === 'hidden') said('cut off', top);
    const body = top.querySelector('.body');
    if (body && body.clientHeight < Math.min(body.scrollHeight, 110)) said('no room for what is in it', body);
  }
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const controls = [...room.querySelectorAll('button, select, input, textarea, a, h1, h2, h3, label')].filter(shown).filter((each) => !each.closest('.cm-content, table.sides, .problems .link, .hits'));
  for (const each of controls) {
    const box = each.getBoundingClientRect();
    let scroller = each.parentElement;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
    const bounds = scroller && scroller !== document.documentElement ? scroller.getBoundingClientRect() : { left: 0, right: innerWidth };
    if (box.right > bounds.right + 1.5 || box.left < bounds.left - 1.5) said(`over the edge by ${Math.round(Math.max(box.right - bounds.right, bounds.left - box.left))}`, each);
    if (/^(BUTTON|LABEL|H\\d)$/.test(each.tagName) && each.scrollWidth > each.clientWidth + 1 && each.clientWidth) said('words cut off', each);
  }
  for (let one = 0; one < controls.length; one++)
    for (let other = one + 1; other < controls.length; other++) {
      const [a, b] = [controls[one], controls[other]];
      if (a.contains(b) || b.contains(a) || a.closest('.grid-tools') || b.closest('.grid-tools')) continue;
      const fixed = (each) => each.closest('.panes');
      if (fixed(a) !== fixed(b)) continue;
      const [m, n] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
      const across = Math.min(m.right, n.right) - Math.max(m.left, n.left), down = Math.min(m.bottom, n.bottom) - Math.max(m.top, n.top);
      const clip = (each) => each.closest('.list, .form, .problems, .body, .sheets');
      if (across > 2 && down > 2 && clip(a) === clip(b)) said('lies on', a), said('  it', b);
    }
  return found;
}
