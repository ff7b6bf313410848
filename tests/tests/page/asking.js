// What the tests ask of a page. It runs in each page before the page's own scripts.
'use strict';

// Nobody is here for the first time, unless a test says so.
try {
  if (localStorage.getItem('laneway-hints') === null) localStorage.setItem('laneway-hints', 'play step lane');
} catch { /* Where nothing is remembered. */ }

// Of the window: in Firefox this runs within a function.
window.ask = (() => {
  const violations = [];
  addEventListener('securitypolicyviolation', event =>
    violations.push(`${event.violatedDirective} refuses ${event.blockedURI}`));

  // How many animation frames the page has asked for.
  let frames = 0;
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = callback => { frames += 1; return request(callback); };
  const nextFrame = () => new Promise(done => request(done));

  const find = selector => document.querySelector(selector);
  const all = selector => [...document.querySelectorAll(selector)];
  const text = selector => find(selector)?.textContent ?? null;

  const name = element => element.getAttribute('aria-label') ?? element.textContent.trim();

  /// The numbers in "event 12 of 1,345".
  const readout = () => text('.readout-event').match(/[\d,]+/g).map(it => Number(it.replaceAll(',', '')));

  /// True if the page asks for no frame and animates nothing while several frames go by.
  async function quiet() {
    const before = frames;
    for (let frame = 0; frame < 6; frame += 1) {
      if (document.getAnimations().length > 0) return false;
      await nextFrame();
    }
    return frames === before;
  }

  /// How many colours there are on a canvas, among the points of a grid.
  function colours(canvas) {
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const pixels = new Uint32Array(data.buffer);
    const found = new Set();
    for (let y = 2; y < height; y += 5) {
      for (let x = 2; x < width; x += 5) found.add(pixels[y * width + x]);
    }
    return found.size;
  }

  /// All that the page says: its texts, and what stands in the attributes that are read or shown.
  function words() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode.data.trim());
    for (const element of all('[aria-label], [title], [alt], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        found.push((element.getAttribute(name) ?? '').trim());
      }
    }
    return found.filter(words => words !== '');
  }

  const box = selector => {
    const { left, top, width, height } = find(selector).getBoundingClientRect();
    return [left, top, width, height];
  };

  /// Pairs of elements that lie on one another, though neither is within the other.
  function overlaps(selector) {
    const shown = all(selector).filter(element => element.getClientRects().length > 0);
    return shown.flatMap((one, index) => shown.slice(index + 1)
      .filter(other => !one.contains(other) && !other.contains(one))
      .filter(other => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
          && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
      })
      .map(other => `${name(one)} lies on ${name(other)}`));
  }

  /// What the edges of the window cut off.
  const outside = selector => all(selector)
    .filter(element => element.getClientRects().length > 0)
    .filter(element => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5;
    })
    .map(name);

  /// What can be reached by Tab, in the order of the page.
  const focusable = () => all('a[href], button, input, select, summary, [tabindex]')
    .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility() && element.getClientRects().length > 0);

  /// True if one sees which element has the focus: by its own outline, or by that of the button around it.
  function focusSeen() {
    const focus = document.activeElement;
    return [focus, focus.closest('label')].some(element => {
      const style = element && getComputedStyle(element);
      return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    });
  }

  /// Goes through so many events, one by one (or to what another key leads to), and looks before the first and after
  /// each.
  async function walk(steps, look, key = 'ArrowRight') {
    const seen = [look()];
    for (let step = 0; step < steps; step += 1) {
      const before = readout()[0];
      const press = { key, code: key, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', press));
      while (readout()[0] === before) await new Promise(done => setTimeout(done));
      // The readout may be there before what else is said of the moment.
      await nextFrame();
      await new Promise(done => setTimeout(done));
      seen.push(look());
    }
    return seen;
  }

  return {
    violations, find, all, text, words, colours, quiet, box, overlaps, outside, walk, name, focusable, focusSeen,
    frames: () => frames,
    row: () => readout()[0],
    rows: () => readout()[1],
    playing: () => find('.play')?.getAttribute('aria-label') === 'Pause',
  };
})();
