// What does the page do beyond being read? Sorts and filters tables, shows the invoice lines behind a figure, remembers light or dark.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let stored = "";
  try { stored = localStorage.getItem("rung-theme") || ""; } catch { /* a browser may forbid it; the page follows the system then */ }
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;

  let settings = {};
  const one = (place, within = document) => within.querySelector(place);
  const all = (place, within = document) => [...within.querySelectorAll(place)];

  // ---- words and numbers, exactly as the page writes them
  const say = (key, values = {}, count = 1) =>
    settings.words[key][count === 1 ? 0 : 1].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const fixed = (value, decimals) => {
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, settings.group);
    const digits = part ? grouped + settings.decimal + part : grouped;
    return value < 0 && /[1-9]/.test(digits) ? settings.minus + digits : digits;
  };
  const amount = (minor) => {
    const size = Math.abs(minor);
    const whole = fixed(Math.floor(size / 100), 0) + settings.decimal + String(size % 100).padStart(2, "0");
    return minor < 0 ? settings.minus + whole : whole;
  };
  const precision = (value) => (String(value ?? "").split(".")[1] || "").slice(0, 3).length;
  const day = (iso) => {
    if (!iso) return "–";
    const [year, month, date] = iso.split("-");
    const parts = { yyyy: year, MMM: settings.months[month - 1], MM: month, dd: date, d: String(Number(date)) };
    return settings.day.replace(/yyyy|MMM|MM|dd|d/g, (part) => parts[part]).replaceAll(" ", "\u00a0");
  };
  const month = (written) => `${settings.months[Number(written.slice(5, 7)) - 1]}\u00a0${written.slice(0, 4)}`;
  const named = (column, value) => settings.names[`${column}=${value}`] || "";
  const make = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };

  // ---- tables: sort, find, show all
  const number = (words) => {
    const digits = words.replaceAll(settings.group, "").replace(settings.decimal, ".").replace(settings.minus, "-").replace(/[^0-9.-]/g, "");
    return digits === "" ? null : Number(digits);
  };
  const sortable = (cell, numeric) => {
    if (cell.dataset.v !== undefined) return numeric ? (Number.isNaN(Number(cell.dataset.v)) ? cell.dataset.v : Number(cell.dataset.v)) : cell.dataset.v;
    const words = cell.textContent;
    if (words === "–") return null;
    return numeric ? number(words) : words;
  };
  const order = (collator) => (a, b) => {
    if (a === null || b === null) return 0;
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  };
  const turn = (head, numeric) => {
    const now = head.getAttribute("aria-sort");
    const next = now ? (now === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
    all("[aria-sort]", head.parentNode).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", next);
    return next === "ascending" ? 1 : -1;
  };
  const sorted = (items, key, direction, collator) => {
    const keyed = items.map((item) => [key(item), item]);
    const compare = order(collator);
    // what has no answer stays last, whichever way
    keyed.sort(([a], [b]) => (a === null) - (b === null) || direction * compare(a, b));
    return keyed.map(([, item]) => item);
  };
  const equip = (box, collator) => {
    const body = one("tbody", box);
    const first = Number(box.dataset.first);
    const button = one(".all", box);
    const find = one(".find input", box);
    one("thead", box).addEventListener("click", (event) => {
      const head = event.target.closest(".sort")?.closest("th");
      if (!head) return;
      const numeric = head.classList.contains("num");
      const direction = turn(head, numeric);
      const rows = sorted([...body.rows], (row) => sortable(row.cells[head.cellIndex], numeric), direction, collator);
      rows.forEach((row, index) => row.classList.toggle("later", index >= first));
      body.append(...rows);
    });
    button?.addEventListener("click", () => {
      const words = button.textContent;
      box.classList.toggle("open");
      button.textContent = button.dataset.fewer;
      button.dataset.fewer = words;
    });
    find?.addEventListener("input", () => {
      const wanted = find.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      box.classList.toggle("found", wanted !== "");
      if (one("tfoot", box)) one("tfoot", box).hidden = wanted !== "";
      if (button) button.hidden = wanted !== "";
      one(".matches", box).textContent = wanted ? say("matches", { shown: fixed(shown, 0), all: fixed(body.rows.length, 0) }) : "";
    });
  };

  // ---- the invoice lines, unpacked once
  let unpacked = null;
  const unpack = async () => {
    const packed = Uint8Array.from(atob(one("#rung-lines").textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };
  const reader = (lines, name) => {
    const column = lines.columns[name];
    if (!column) return () => null;
    if (!column.words) return (at) => column.values[at];
    return (at) => (column.at[at] === null ? null : column.words[column.at[at]]);
  };
  const parted = (opens) => {
    const cut = opens.indexOf("=");
    return [opens.slice(0, cut), opens.slice(cut + 1)];
  };
  const chosen = (lines, opens) => {
    const every = Array.from({ length: lines.count }, (_, at) => at);
    if (opens === "all") return every.slice(0, lines.now);
    const [column, value] = parted(opens);
    if (column === "customers") {
      const those = new Set(lines.customers[value]);
      return every.filter((at) => those.has(lines.columns.customer_id.at[at]));
    }
    const read = reader(lines, column);
    const found = every.filter((at) => String(read(at) ?? "") === value);
    // a month says itself which period it is in; for the rest the period before only counts where there is nothing else
    const now = found.filter((at) => at < lines.now);
    return column === "month" || (column === "customer_id" && !now.length) ? found : now;
  };
  const title = (opens) => {
    if (opens === "all") return say("all_lines");
    const [column, value] = parted(opens);
    if (column === "month") return month(value);
    if (column === "customers") return settings.customers[value];
    if (column === "customer_id") return value ? [named(column, value), value].filter(Boolean).join(" · ") : say("no_customer");
    const word = { class: "class", product_id: "product", product_group: "group", invoice_id: "invoice" }[column];
    return `${word ? say(word) : column} ${[named(column, value), value].filter(Boolean).join(" · ") || "–"}`;
  };
  // customers are in the page whole or not at all; any other choice may be short when lines were left out
  const left = (lines, opens, found) => {
    const earlier = opens.startsWith("customers=") ? settings.earlier_total - (lines.count - lines.now) : 0;
    const missing = settings.total - lines.now + earlier;
    if (found.length && found[0] >= lines.now && opens.startsWith("customer_id=")) return say("only_before");
    if (missing <= 0) return "";
    if (!opens.startsWith("customer_id=")) return `${say("missing", { count: fixed(missing, 0) }, missing)} ${settings.elsewhere}`;
    return found.length ? "" : `${say("absent")} ${settings.elsewhere}`;
  };
  const columnsOf = (lines, opens, files, found) => {
    const read = (name) => reader(lines, name);
    const quantity = read("quantity");
    const decimals = found.reduce((most, at) => Math.max(most, precision(quantity(at))), 0);
    const place = (at) => say("row", { file: read("file")(at), row: fixed(read("row")(at), 0) });
    const both = (name) => (at) => [named(name, read(name)(at)), read(name)(at)].filter(Boolean).join(" · ") || "–";
    const known = (name) => lines.columns[name] && (lines.columns[name].words || lines.columns[name].values).some((value) => value !== null && value !== "");
    const columns = [
      { head: "date", css: "date", key: read("date"), show: (at) => day(read("date")(at)) },
      { head: "invoice", css: "id", key: read("invoice_id"), show: (at) => read("invoice_id")(at) || "–" },
      { head: "customer", css: "text", key: both("customer_id"), show: both("customer_id"), if: !opens.startsWith("customer_id=") },
      { head: "product", css: "text", key: both("product_id"), show: both("product_id"), if: known("product_id") },
      { head: "group", css: "text", key: both("product_group"), show: both("product_group"), if: known("product_group") && !opens.startsWith("product_group=") && !known("product_id") },
      { head: "quantity", css: "num", key: quantity, show: (at) => (quantity(at) === null ? "–" : fixed(quantity(at), decimals)), if: known("quantity") },
      { head: "amount", css: "num", key: read("revenue_minor"), show: (at) => amount(read("revenue_minor")(at)) },
      { head: "cost", css: "num", key: read("cost_minor"), show: (at) => (read("cost_minor")(at) === null ? "–" : amount(read("cost_minor")(at))), if: known("cost_minor") },
      files.size === 1
        ? { head: "only_row", css: "source num", key: read("row"), show: (at) => fixed(read("row")(at), 0) }
        : { head: "source", css: "source", key: place, show: place },
    ];
    // on a phone the amount comes right after the date, before what must be scrolled to
    const phone = matchMedia("(max-width: 600px)").matches;
    const placeOf = (column) => (phone ? ["date", "amount", "product", "customer", "quantity"].indexOf(column.head) + 1 || 9 : 0);
    return columns.filter((column) => column.if !== false).sort((a, b) => placeOf(a) - placeOf(b));
  };

  // ---- the panel
  const STEP = 200;
  const safe = (words) => (/^[=+\-@\t\r]/.test(words) ? `'${words}` : words);
  const copied = (columns, found) => {
    const minor = (value) => (value === null ? "" : `${value < 0 ? "-" : ""}${Math.floor(Math.abs(value) / 100)}${settings.decimal}${String(Math.abs(value) % 100).padStart(2, "0")}`);
    const write = (column, at) => {
      if (column.head === "amount" || column.head === "cost") return minor(column.key(at));
      if (column.head === "quantity") return String(column.key(at) ?? "").replace(".", settings.decimal);
      return safe(column.show(at).replace(/\s+/g, " "));
    };
    return [columns.map((column) => say(column.head)), ...found.map((at) => columns.map((column) => write(column, at)))].map((row) => row.join("\t")).join("\n");
  };
  // the number of a product or customer stands smaller after its name
  const quieter = (column, words) => {
    const cut = column.css === "text" ? words.lastIndexOf(" · ") : -1;
    return cut < 0 ? [words] : [words.slice(0, cut + 1), make("small", {}, words.slice(cut + 3))];
  };
  const toClipboard = async (words, panel) => {
    try {
      await navigator.clipboard.writeText(words);
    } catch { // some browsers keep it from pages opened as files
      const area = make("textarea", { value: words });
      panel.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const rowsTable = (columns, found, collator) => {
    const body = make("tbody");
    const more = make("button", { type: "button", className: "quiet" });
    let rows = found;
    const draw = (upto) => {
      body.append(...rows.slice(body.rows.length, upto).map((at) => make("tr", {}, ...columns.map((column) => {
        const words = column.show(at);
        return make("td", { className: column.css + (column.css === "num" && words.startsWith(settings.minus) ? " minus" : "") }, ...quieter(column, words));
      }))));
      more.hidden = body.rows.length >= rows.length;
      more.textContent = say("more", { count: fixed(Math.min(STEP, rows.length - body.rows.length), 0) });
    };
    more.addEventListener("click", () => draw(body.rows.length + STEP));
    const heads = columns.map((column) => {
      const head = make("th", { scope: "col", className: column.css }, make("button", { type: "button", className: "sort" }, say(column.head)));
      head.addEventListener("click", () => {
        rows = sorted(rows, column.key, turn(head, column.css === "num"), collator);
        const upto = body.rows.length;
        body.replaceChildren();
        draw(upto);
      });
      return head;
    });
    heads[0].setAttribute("aria-sort", "ascending");
    draw(STEP);
    return [make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body), make("p", { className: "more" }, more)];
  };
  const fill = (panel, opens, lines, collator) => {
    const found = sorted(chosen(lines, opens), reader(lines, "date"), 1, { compare: (a, b) => (a < b ? -1 : Number(a > b)) });
    const files = new Set(found.map(reader(lines, "file")));
    const columns = columnsOf(lines, opens, files, found);
    const total = (name) => found.reduce((sum, at) => sum + (reader(lines, name)(at) ?? 0), 0);
    const revenue = total("revenue_minor");
    const before = found.filter((at) => at >= lines.now).reduce((sum, at) => sum + (reader(lines, "revenue_minor")(at) ?? 0), 0);
    const unit = (minor) => (minor < 0 ? settings.minus : "") + settings.money.replace("{amount}", amount(Math.abs(minor)));
    const costed = found.length > 0 && found.every((at) => reader(lines, "cost_minor")(at) !== null);
    const estimated = found.filter((at) => reader(lines, "estimated")(at)).length;
    const both = opens.startsWith("customers=");
    const said = both ? say("sum_now", { amount: unit(revenue - before) }) : `${say("sum")} ${unit(revenue)}`;
    const sum = make("p", { className: "panel-sum" }, make("strong", { id: "rung-panel-sum" }, said));
    if (both && settings.earlier_total) sum.append(make("strong", { id: "rung-panel-before" }, say("sum_before", { amount: unit(before) })));
    sum.append(make("span", { id: "rung-panel-count" }, say("lines", { count: fixed(found.length, 0) }, found.length)));
    if (costed && !both) sum.append(make("span", {}, say("margin", { amount: unit(revenue - total("cost_minor")) })));
    if (files.size === 1) sum.append(make("span", {}, say("from_file", { file: [...files][0] })));
    const copy = make("button", { type: "button", className: "quiet" }, say("copy"));
    copy.addEventListener("click", async () => {
      await toClipboard(copied(columns, found), panel);
      copy.textContent = say("copied", { count: fixed(found.length, 0) }, found.length);
    });
    if (found.length) sum.append(copy);
    const notes = [left(lines, opens, found), estimated ? say("estimated", { count: fixed(estimated, 0) }, estimated) : ""].filter(Boolean);
    if (!found.length && !notes.length) notes.push(say("none"));
    const note = make("div", { className: "panel-note" }, ...notes.map((words) => make("p", { className: "aside warn" }, words)));
    const rows = make("div", { className: "panel-rows", tabIndex: 0, role: "region", ariaLabel: title(opens) });
    if (found.length) rows.append(...rowsTable(columns, found, collator));
    panel.append(sum, note, rows);
  };
  const show = async (opens, from, collator) => {
    const panel = one("#rung-panel");
    const close = make("button", { type: "button", className: "quiet" }, say("close"));
    close.addEventListener("click", () => panel.close());
    panel.replaceChildren(make("div", { className: "panel-head" }, make("h2", { id: "rung-panel-title" }, title(opens)), close));
    panel.onclose = () => from.focus();
    panel.showModal();
    try {
      unpacked ??= unpack();
      fill(panel, opens, await unpacked, collator);
    } catch (error) {
      panel.append(make("p", { className: "panel-note aside warn" }, say("too_old")));
      throw error;
    }
  };

  // ---- charts: one tab stop, arrows between the bars, a tip that says the figure
  const rove = (svg) => {
    const bars = all(".bar.opens", svg);
    if (!bars.length) return;
    bars[0].setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const at = bars.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1 }[event.key];
      if (at < 0 || to === undefined || !bars[to]) return;
      event.preventDefault();
      bars[at].setAttribute("tabindex", "-1");
      bars[to].setAttribute("tabindex", "0");
      bars[to].focus();
    });
  };
  const tip = (bar) => {
    const box = one("#rung-tip");
    box.hidden = !bar;
    if (!bar) return;
    box.textContent = bar.dataset.tip;
    const shapes = all("rect:not(.hit)", bar);
    const places = (shapes.length ? shapes : [bar]).map((shape) => shape.getBoundingClientRect());
    const middle = (Math.min(...places.map((place) => place.left)) + Math.max(...places.map((place) => place.right))) / 2;
    box.style.left = `${Math.min(Math.max(middle - box.offsetWidth / 2, 8), innerWidth - box.offsetWidth - 8)}px`;
    box.style.top = `${Math.max(Math.min(...places.map((place) => place.top)) - box.offsetHeight - 6, 4)}px`;
  };

  document.addEventListener("DOMContentLoaded", () => {
    settings = JSON.parse(one("#rung-settings").textContent);
    const collator = new Intl.Collator(settings.language, { numeric: true });
    all(".table").forEach((box) => equip(box, collator));
    all(".chart svg").forEach(rove);
    // a box that does not scroll is no stop on the way of the Tab key
    const scrolls = new ResizeObserver((seen) => seen.forEach(({ target }) => {
      if (target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }));
    all(".scroll").forEach((box) => scrolls.observe(box));

    document.addEventListener("click", (event) => {
      const thing = event.target.closest("[data-opens]") || (getSelection().isCollapsed && !event.target.closest("a, button, input, summary")
        ? event.target.closest(".heat td, .table tbody tr")?.querySelector("[data-opens], th a") : null);
      if (thing?.dataset.opens !== undefined) show(thing.dataset.opens, thing, collator);
      else if (thing?.href) thing.click();
      if (event.target === one("#rung-panel")) one("#rung-panel").close();
      all(".why details[open]").filter((box) => !box.contains(event.target)).forEach((box) => { box.open = false; });
    });
    document.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && event.target.closest?.("g.opens")) {
        event.preventDefault();
        show(event.target.closest("g.opens").dataset.opens, event.target.closest("g.opens"), collator);
      }
      if (event.key === "Escape") {
        tip(null);
        all(".why details[open]").forEach((box) => { box.open = false; one("summary", box).focus(); });
      }
    });
    for (const happens of ["pointerover", "focusin"]) document.addEventListener(happens, (event) => tip(event.target.closest?.(".bar") || null));
    document.addEventListener("scroll", () => tip(null), { passive: true });

    one("#rung-theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("rung-theme", root.dataset.theme); } catch { /* it lasts as long as the page then */ }
    });
    one("#rung-print").addEventListener("click", () => print());
    const hows = all("section > .how, .table > .how");
    let opened = [];
    addEventListener("beforeprint", () => { opened = hows.filter((how) => !how.open); opened.forEach((how) => { how.open = true; }); });
    addEventListener("afterprint", () => opened.forEach((how) => { how.open = false; }));

    const links = new Map(all(".side nav a").map((link) => [link.hash.slice(1), link]));
    const here = new IntersectionObserver((seen) => seen.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(target.id);
      link?.setAttribute("aria-current", "true");
      const strip = link?.closest("nav");
      if (strip && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = link.offsetLeft - strip.offsetLeft - 16;
    }), { rootMargin: "-20% 0px -70% 0px" });
    all("main section[id]").forEach((section) => here.observe(section));
  });
})();
