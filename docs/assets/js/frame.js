// @ts-check
/**
 * The frame of every page: the drawer of narrow screens, light and dark, the contents that follow, back to
 * the top. The theme's own script does the same and forty other things, and weighs as much as a page.
 */
(function () {
  "use strict";

  const SCHEME = "qingdan.pref.scheme";

  /**
   * A check box and the theme's style sheet move the drawer; the button says so and carries the focus.
   * @param {HTMLElement} button
   */
  function startDrawer(button) {
    const box = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"));
    const nav = /** @type {HTMLElement} */ (document.getElementById("qd-nav"));
    /** @param {boolean} open */
    const set = (open) => {
      box.checked = open;
      box.dispatchEvent(new Event("change"));
    };
    box.addEventListener("change", () => {
      button.setAttribute("aria-expanded", String(box.checked));
      if (box.checked) unfoldable(nav);
    });
    button.addEventListener("click", () => {
      set(!box.checked);
      /** @type {HTMLElement | null} */
      const first = nav.querySelector("[aria-current]") || nav.querySelector("a");
      if (box.checked && first) first.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.checked) return;
      set(false);
      button.focus();
    });
    // Whoever tabs out of the drawer would be in the page that it covers.
    nav.addEventListener("focusout", (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (box.checked && to && to !== button && !nav.contains(to)) set(false);
    });
  }

  /**
   * The other sections can be unfolded in the drawer. A page holds no more of them than a link: on a wide screen they
   * are tabs, and every page would carry the whole site. Where the tree cannot be loaded the links remain.
   * @param {HTMLElement} nav
   */
  async function unfoldable(nav) {
    const others = /** @type {NodeListOf<HTMLElement>} */ (nav.querySelectorAll("[data-section]"));
    await Qingdan.loadScript("data/nav.js").catch(() => {});
    if (!(/** @type {any} */ (window).QINGDAN_NAV)) return;
    for (const item of others) {
      const [title, children] = /** @type {any} */ (window).QINGDAN_NAV[Number(item.dataset.section)];
      const focused = item.contains(document.activeElement);
      item.removeAttribute("data-section");
      item.textContent = "";
      item.append(section(title, children));
      if (focused) /** @type {HTMLElement} */ (item.querySelector("summary")).focus();
    }
  }

  /** @param {string} title @param {[string, any][]} children each a title, and a URL or children again */
  function section(title, children) {
    const details = document.createElement("details"), list = document.createElement("ul");
    details.append(Object.assign(document.createElement("summary"), { textContent: title }), list);
    for (const [name, inner] of children) {
      const item = document.createElement("li");
      item.append(typeof inner === "string" ? Object.assign(document.createElement("a"), { textContent: name, href: Qingdan.base + inner })
        : section(name, inner));
      list.append(item);
    }
    return details;
  }

  /** Light or dark; a script in the page's head applies what is remembered. @param {HTMLElement} button */
  function startScheme(button) {
    const tell = () => {
      const dark = document.body.dataset.mdColorScheme === "slate";
      button.setAttribute("aria-pressed", String(dark));
      button.title = dark ? "切换到浅色" : "切换到深色";
    };
    tell();
    button.addEventListener("click", () => {
      const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      document.body.dataset.mdColorScheme = scheme;
      tell();
      try {
        localStorage.setItem(SCHEME, scheme);
      } catch (error) {
        // Storage is forbidden: the choice holds for this page only.
      }
    });
  }

  /** Mark the heading that one is reading: the last that has gone up under the header. @param {HTMLElement} nav */
  function startContents(nav) {
    const links = Array.from(nav.querySelectorAll("a"));
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let due = false;
    const follow = () => {
      due = false;
      let current = -1;
      headings.forEach((heading, n) => {
        if (heading && heading.getBoundingClientRect().top < 130) current = n;
      });
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const target = headings.findIndex((heading) => heading && `#${heading.id}` === decodeURIComponent(location.hash));
      if (atEnd && target > current) current = target; // too near to the end to go up that far
      links.forEach((link, n) => {
        link.classList.toggle("md-nav__link--active", n === current);
        if (n === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      });
    };
    const soon = () => {
      if (!due) requestAnimationFrame(follow);
      due = true;
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("hashchange", soon);
    soon(); // with the first picture, not before it
  }

  /** Back to the top: comes when one turns back, so that it does not cover what one reads. @param {HTMLElement} button */
  function startTop(button) {
    let last = scrollY;
    addEventListener("scroll", () => {
      if (Math.abs(scrollY - last) < 5) return;
      button.hidden = scrollY > last || scrollY < 400;
      last = scrollY;
    }, { passive: true });
    button.addEventListener("click", () => {
      scrollTo(0, 0);
      button.hidden = true;
    });
  }

  /** What scrolls sideways has to be reached by keyboard, also once the window is narrower or the text larger. */
  function reachCode() {
    for (const code of document.querySelectorAll("pre > code")) {
      if (code.scrollWidth > code.clientWidth) /** @type {HTMLElement} */ (code).tabIndex = 0;
    }
  }
  addEventListener("resize", reachCode);
  reachCode();

  Qingdan.register("drawer", startDrawer);
  Qingdan.register("scheme", startScheme);
  Qingdan.register("contents", startContents);
  Qingdan.register("top", startTop);
})();
