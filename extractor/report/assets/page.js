"use strict";
// The page's data, drawn by hash: #/, #/indicators?q=…, #/indicator/NAME, #/documents, #/document/N/OFFSET, #/conflicts,
// #/audits, #/targets, #/unread.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const WORDS = {
    zh: { rounding: "四舍五入", scale: "差十的整数倍，可能漏了数量级", yearly_average: "一为年均，一为总量", new_and_total: "一为新增，一为累计", from_to: "变化前与变化后", one_sentence: "同一句中的两个数", period_not_said: "其中一个未写明时间", contradiction: "同一文件前后不一", preliminary: "初步数与最终数", revision: "后来的修订",
      audits: "核对", goals: "目标", check: "核对项", verdict: "结论", sum: "算式", agrees: "相符", disagrees: "不符", unchecked: "未能核对", parts: "分项与合计", share: "占比", structure: "结构", growth: "增速", change: "增减", change_growth: "增减与增速", years: "多年合计", target: "目标", goal: "目标值", baseline: "基期", latest: "最新", way: "完成进度", track: "按期", yes: "是", no: "否", auditsN: "核对",
      skip: "跳到正文", search: "查指标", overview: "总览", indicators: "指标", documents: "文档", conflicts: "矛盾", unread: "未读", theme: "明暗",
      documentsN: "文档", records: "记录", facts: "事实", indicatorsN: "指标", regions: "地区", targets: "目标值", coded: "有代码的记录", gaps: "缺口", quarantine: "隔离", refusals: "未成记录的数字", repairsN: "修复", conflictsN: "矛盾",
      made: "生成于", run: "最近一次运行", repairs: "修复的损坏", kind: "种类", places: "处", indicator: "指标", region: "地区", period: "时间", value: "数值", unit: "单位", status: "状态", measure: "度量", source: "出处", quote: "原文", actual: "实绩", target: "目标",
      more: "显示更多", found: "项", none: "没有可显示的内容。", title: "标题", publisher: "发布者", published: "发布日期", form: "形式", pick: "点选文中的数字，查看记录、原文位置、修复和规则。", rule: "规则", confidence: "把握", place: "位置（字符）", where: "文件中的位置", raw: "原文字样", section: "章节", base: "对比期", qualifier: "精确程度", dims: "其他维度", code: "代码", mended: "这份文档的修复", before: "原为", after: "读作", notext: "原文件已不在，或已不是当时读取的文件，只列出记录。", lowest: "最低", highest: "最高", docs: "文档数", told: "各自的说法", reason: "原因", numbers: "个数", lost: "丢失的数字", failed: "未通过校验的记录", leftFacts: "为控制页面大小，省略了事实：", leftTexts: "为控制页面大小，省略了全文的文档：", growth: "增长", change: "增减", level: "水平", rank: "位次", disputed: "有矛盾", refused: "未成记录的数字", chart: "按时间的数值，实线为实绩，虚线为目标", sources: "份文档" },
    en: { rounding: "rounding", scale: "apart by a power of ten: a scale word may be lost", yearly_average: "one a year's average, one the whole", new_and_total: "one an addition, one the total", from_to: "before and after a change", one_sentence: "both in one sentence", period_not_said: "the time of one is not said", contradiction: "one document says both", preliminary: "preliminary and final", revision: "a later revision",
      audits: "Audits", goals: "Targets", check: "Check", verdict: "Verdict", sum: "Sum", agrees: "agrees", disagrees: "disagrees", unchecked: "unchecked", parts: "parts of a total", share: "share", structure: "structure", growth: "growth", change: "change", change_growth: "change and growth", years: "sum over years", target: "target", goal: "Goal", baseline: "Baseline", latest: "Latest", way: "Way gone", track: "On track", yes: "yes", no: "no", auditsN: "audits",
      skip: "Skip to content", search: "Find an indicator", overview: "Overview", indicators: "Indicators", documents: "Documents", conflicts: "Conflicts", unread: "Unread", theme: "Light/dark",
      documentsN: "documents", records: "records", facts: "facts", indicatorsN: "indicators", regions: "regions", targets: "targets", coded: "records with a code", gaps: "gaps", quarantine: "quarantined", refusals: "numbers that are no record", repairsN: "repairs", conflictsN: "conflicts",
      made: "Made", run: "Latest run", repairs: "Damage repaired", kind: "Kind", places: "Places", indicator: "Indicator", region: "Region", period: "Period", value: "Value", unit: "Unit", status: "Status", measure: "Measure", source: "Source", quote: "Quotation", actual: "actual", target: "target",
      more: "Show more", found: "found", none: "Nothing to show.", title: "Title", publisher: "Publisher", published: "Published", form: "Form", pick: "Choose a number in the text to see its record, its raw characters, repairs and rule.", rule: "Rule", confidence: "Confidence", place: "Place (characters)", where: "Place in the file", raw: "Raw characters", section: "Section", base: "Against", qualifier: "Exactness", dims: "Dimensions", code: "Code", mended: "Repairs of this document", before: "Stood there", after: "Read as", notext: "The file is gone or is no longer the one that was read; its records are listed.", lowest: "Lowest", highest: "Highest", docs: "Documents", told: "What each says", reason: "Reason", numbers: "Numbers", lost: "Lost numbers", failed: "Records that failed a check", leftFacts: "Facts left out to keep the page small: ", leftTexts: "Documents whose text was left out to keep the page small: ", growth: "growth", change: "change", level: "level", rank: "rank", disputed: "disputed", refused: "Numbers that are no record", chart: "Values over time: solid lines are actuals, broken lines targets", sources: "documents" },
  };
  const keep = (k, v) => { try { if (v === undefined) return localStorage.getItem(k); localStorage.setItem(k, v); } catch (_) { /* no storage: nothing is kept */ } return null; };
  let lang = keep("gongbao.lang") || ((navigator.language || "zh").startsWith("zh") ? "zh" : "en");
  const t = (k) => WORDS[lang][k] ?? k;
  const main = document.getElementById("main");
  const PAGE = 200;

  // ------------------------------------------------------------ small tools
  const el = (name, attrs = {}, ...kids) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(attrs)) {
      if (v === null || v === undefined || v === false) continue;
      if (k === "on") for (const [type, f] of Object.entries(v)) e.addEventListener(type, f);
      else e.setAttribute(k, v === true ? "" : v);
    }
    for (const kid of kids.flat()) if (kid !== null && kid !== undefined) e.append(kid);
    return e;
  };
  const number = (v) => v === null || v === undefined ? "" : typeof v === "number" ? v.toLocaleString("en-US", { maximumFractionDigits: 10 }) : v;
  const shown = (r) => r.value !== null ? number(r.value) : r.value_min !== null || r.value_max !== null ? `${number(r.value_min)}–${number(r.value_max)}` : "";
  const period = (a, b) => {
    if (!b) return "";
    if (a === b) return b;
    if (a.endsWith("-01-01") && b.endsWith("-12-31")) return a.slice(0, 4) === b.slice(0, 4) ? a.slice(0, 4) : `${a.slice(0, 4)}–${b.slice(0, 4)}`;
    return `${a} – ${b}`;
  };
  const status = (s) => el("span", { class: `tag ${s}` }, t(s));
  const docIndex = new Map(data.documents.map((d, i) => [d.doc_path, i]));
  const place = (path, start, text) => docIndex.has(path) ? el("a", { href: `#/document/${docIndex.get(path)}/${start}` }, text) : document.createTextNode(text);
  const table = (heads, rows, caption) => el("div", { class: "wide" }, el("table", {}, caption ? el("caption", { class: "soft" }, caption) : null,
    el("thead", {}, el("tr", {}, heads.map(([h, n]) => el("th", { class: n ? "n" : null, scope: "col" }, h)))),
    el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((c, i) => el("td", { class: heads[i][1] ? "n" : null }, c)))))));
  const paged = (rows, draw) => {
    const box = el("div");
    let at = 0;
    const add = () => {
      box.querySelector(".more")?.remove();
      if (!rows.length) { box.append(el("p", { class: "soft" }, t("none"))); return; }
      box.append(draw(rows.slice(at, at + PAGE)));
      at += PAGE;
      if (at < rows.length) box.append(el("button", { type: "button", class: "more", on: { click: add } }, `${t("more")} (${number(rows.length - at)})`));
    };
    add();
    return box;
  };
  const key = (f) => f.indicator_id || f.indicator;

  // ------------------------------------------------------------ views
  const overview = () => {
    const o = data.overview;
    const card = (n, label) => el("div", { class: "card" }, el("b", {}, number(n)), el("span", {}, t(label)));
    const share = o.records ? ` (${Math.round(100 * o.coded / o.records)} %)` : "";
    const out = [el("h2", {}, t("overview")), el("p", { class: "soft" }, `${data.name} · ${t("made")} ${data.made}${o.run ? ` · ${t("run")} ${o.run.finished}, ${number(o.run.seconds)} s` : ""}`),
      el("div", { class: "cards" }, card(o.documents, "documentsN"), card(o.records, "records"), card(o.facts, "facts"), card(o.indicators, "indicatorsN"), card(o.regions, "regions"), card(o.targets, "targets"),
        el("div", { class: "card" }, el("b", {}, number(o.coded)), el("span", {}, t("coded") + share)), card(o.gaps, "gaps"), card(o.conflicts, "conflictsN"), card(o.audits, "auditsN"), card(o.quarantine, "quarantine"), card(o.refusals, "refusals"), card(o.repairs, "repairsN"))];
    if (data.facts_left_out) out.push(el("p", { class: "soft" }, t("leftFacts") + number(data.facts_left_out)));
    if (data.texts_left_out) out.push(el("p", { class: "soft" }, t("leftTexts") + number(data.texts_left_out)));
    out.push(el("h3", {}, t("repairs")), table([[t("kind")], [t("places"), 1]], data.repairs.map((r) => [r.kind, number(r.places)])));
    out.push(el("h3", {}, t("documents")), documentTable(data.documents.slice(0, 50)));
    return out;
  };

  const groups = new Map();
  for (const f of data.facts) {
    const k = key(f);
    if (!groups.has(k)) groups.set(k, []);
    groups.get(k).push(f);
  }
  const indicators = (query) => {
    const words = (query || "").trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...groups.entries()].filter(([k, fs]) => words.every((w) => (fs[0].indicator + " " + k + " " + fs.map((f) => f.region || "").join(" ")).toLowerCase().includes(w)));
    rows.sort((a, b) => b[1].length - a[1].length || a[1][0].indicator.localeCompare(b[1][0].indicator, "zh"));
    return [el("h2", {}, t("indicators")), el("p", { class: "soft", id: "count" }, `${number(rows.length)} ${t("found")}`),
      paged(rows, (part) => table([[t("indicator")], [t("code")], [t("facts"), 1], [t("region")]], part.map(([k, fs]) => [el("a", { href: `#/indicator/${encodeURIComponent(k)}` }, fs[0].indicator), el("span", { class: "soft" }, fs[0].indicator_id || "—"), number(fs.length), [...new Set(fs.map((f) => f.region).filter(Boolean))].slice(0, 6).join("、")])))];
  };

  const indicator = (k) => {
    const fs = (groups.get(k) || []).slice().sort((a, b) => (a.region || "").localeCompare(b.region || "", "zh") || (a.period_end || "").localeCompare(b.period_end || ""));
    if (!fs.length) return [el("p", {}, t("none"))];
    return [el("h2", {}, fs[0].indicator), el("p", { class: "soft" }, `${fs[0].indicator_id || "—"} · ${number(fs.length)} ${t("facts")}`), chart(fs.filter((f) => f.measure === "level")),
      paged(fs, (part) => table([[t("region")], [t("period")], [t("value"), 1], [t("unit")], [t("measure")], [t("status")], [t("quote")]], part.map((f) => [f.region || "—", period(f.period_start, f.period_end), shown(f), f.unit, t(f.measure) + (f.base_period ? ` (${f.base_period})` : ""), status(f.status),
        el("div", {}, place(f.doc_path, f.raw_start, f.raw_text), f.documents > 1 ? el("span", { class: "soft" }, ` · ${f.documents} ${t("sources")}`) : null, f.disputed ? el("span", { class: "bad" }, ` · ${t("disputed")}`) : null, el("blockquote", {}, f.quotation))])))];
  };

  const COLOURS = ["#0b63b8", "#b4530a", "#1a7f37", "#8250df", "#a40e26", "#57606a"];
  const chart = (facts) => {
    const unit = facts[0]?.unit;
    const points = facts.filter((f) => f.period_end && typeof f.value === "number" && f.unit === unit && !Object.keys(f.dimensions || {}).length);
    const lines = new Map();
    for (const f of points) {
      const name = f.region || "—";
      if (!lines.has(name)) lines.set(name, []);
      lines.get(name).push({ x: Date.parse(f.period_end), y: f.value, target: f.status === "target" });
    }
    const chosen = [...lines.entries()].sort((a, b) => b[1].length - a[1].length).slice(0, COLOURS.length);
    const all = chosen.flatMap(([, ps]) => ps);
    if (new Set(all.map((p) => p.x)).size < 2) return null;
    const W = 900, H = 300, L = 96, R = 150, T = 16, B = 34;
    const x0 = Math.min(...all.map((p) => p.x)), x1 = Math.max(...all.map((p) => p.x));
    let y0 = Math.min(...all.map((p) => p.y)), y1 = Math.max(...all.map((p) => p.y));
    if (y0 === y1) { y0 -= 1; y1 += 1; }
    const X = (x) => L + (W - L - R) * (x - x0) / (x1 - x0), Y = (y) => T + (H - T - B) * (1 - (y - y0) / (y1 - y0));
    const NS = "http://www.w3.org/2000/svg";
    const s = (name, attrs, text) => { const e = document.createElementNS(NS, name); for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v); if (text !== undefined) e.textContent = text; return e; };
    const svg = s("svg", { class: "chart", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": t("chart") });
    svg.append(s("title", {}, t("chart")), s("line", { class: "axis", x1: L, x2: W - R, y1: H - B, y2: H - B }), s("line", { class: "axis", x1: L, x2: L, y1: T, y2: H - B }));
    for (const y of [y0, (y0 + y1) / 2, y1]) svg.append(s("text", { x: L - 8, y: Y(y) + 4, "text-anchor": "end" }, number(Math.round(y * 100) / 100)));
    const years = [...new Set(all.map((p) => new Date(p.x).getUTCFullYear()))].sort();
    const step = Math.ceil(years.length / 10);
    years.filter((_, i) => i % step === 0).forEach((y) => svg.append(s("text", { x: X(Math.min(x1, Math.max(x0, Date.UTC(y, 11, 31)))), y: H - 12, "text-anchor": "middle" }, String(y))));
    svg.append(s("text", { x: L, y: 12 }, unit));
    chosen.forEach(([name, ps], i) => {
      const colour = COLOURS[i];
      for (const target of [false, true]) {
        const line = ps.filter((p) => p.target === target).sort((a, b) => a.x - b.x);
        const from = target ? ps.filter((p) => !p.target).sort((a, b) => a.x - b.x).slice(-1) : [];
        const path = [...from.filter((p) => line.length && p.x < line[0].x), ...line];
        if (path.length > 1) svg.append(s("path", { class: target ? "l t" : "l", stroke: colour, d: path.map((p, k) => `${k ? "L" : "M"}${X(p.x).toFixed(1)} ${Y(p.y).toFixed(1)}`).join("") }));
        for (const p of line) { const dot = s("circle", { cx: X(p.x), cy: Y(p.y), r: 4, fill: target ? "var(--bg)" : colour, stroke: colour, "stroke-width": 2 }); dot.append(s("title", {}, `${name} ${new Date(p.x).toISOString().slice(0, 10)}: ${number(p.y)} ${unit} (${t(target ? "target" : "actual")})`)); svg.append(dot); }
      }
      svg.append(s("text", { x: W - R + 10, y: T + 14 + 18 * i, style: `fill:${colour}` }, name.slice(0, 9)));
    });
    return svg;
  };

  const documentTable = (rows) => table([[t("title")], [t("region")], [t("published")], [t("form")], [t("records"), 1], [t("gaps"), 1], [t("quarantine"), 1], [t("repairs"), 1]], rows.map((d) => [
    el("div", {}, el("a", { href: `#/document/${docIndex.get(d.doc_path)}` }, d.title || d.doc_path), el("div", { class: "soft" }, d.doc_path)), d.region || "", d.published_text || "", d.form, number(d.records), number(d.gaps), number(d.quarantined), number(Object.values(d.repairs || {}).reduce((a, b) => a + b, 0))]));
  const documents = () => [el("h2", {}, t("documents")), paged(data.documents, documentTable)];

  const fields = (r) => {
    const rows = [[t("indicator"), r.indicator_id ? el("a", { href: `#/indicator/${encodeURIComponent(r.indicator_id)}` }, r.indicator) : r.indicator], [t("code"), r.indicator_id], [t("value"), `${shown(r)} ${r.unit}`], [t("period"), period(r.period_start, r.period_end) + (r.period_source ? ` (${r.period_source})` : "")], [t("region"), r.region], [t("status"), status(r.status)], [t("measure"), t(r.measure)], [t("base"), r.base_period], [t("qualifier"), r.qualifier], [t("dims"), Object.entries(r.dimensions || {}).map(([k, v]) => `${k}: ${v}`).join("; ")], [t("raw"), el("code", {}, r.raw_text)], [t("place"), `${r.raw_start}–${r.raw_end}`], [t("where"), r.locator], [t("section"), r.section], [t("rule"), el("code", {}, r.rule_id)], [t("confidence"), r.confidence]];
    return el("dl", {}, rows.filter(([, v]) => v !== null && v !== undefined && v !== "").flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]));
  };
  const documentView = (n, at) => {
    const d = data.documents[n];
    if (!d) return [el("p", {}, t("none"))];
    const head = [el("h2", {}, d.title || d.doc_path), el("p", { class: "soft" }, [d.doc_path, d.publisher, d.published_text, d.region, d.encoding, d.form].filter(Boolean).join(" · "))];
    const marks = d.marks || [];
    if (!d.raw) return [...head, el("p", { class: "soft" }, t("notext")), paged(marks, (part) => table([[t("indicator")], [t("value"), 1], [t("unit")], [t("period")], [t("region")], [t("status")], [t("raw")]], part.map((r) => [r.indicator, shown(r), r.unit, period(r.period_start, r.period_end), r.region || "", status(r.status), r.raw_text])))];
    const side = el("aside", { class: "detail", "aria-live": "polite" }, el("p", { class: "soft" }, t("pick")));
    const text = el("div", { class: "text", lang: "zh" });
    // Raw offsets count Unicode characters, not the UTF-16 units of a script's strings.
    const chars = Array.from(d.raw);
    const spans = [...marks.map((r) => ({ a: r.raw_start, b: r.raw_end, r })), ...(d.holes || []).map((h) => ({ a: h.raw_start, b: h.raw_end, h }))].sort((x, y) => x.a - y.a || y.b - x.b);
    const show = (node, all) => {
      text.querySelectorAll('[aria-pressed="true"]').forEach((m) => m.setAttribute("aria-pressed", "false"));
      node.setAttribute("aria-pressed", "true");
      const first = all[0].r || all[0].h;
      const near = (d.mended || []).filter((m) => m.raw_start < first.raw_end + 12 && m.raw_end > first.raw_start - 12);
      side.replaceChildren(...all.map(({ r, h }) => r ? fields(r) : el("dl", {}, el("dt", {}, t("lost")), el("dd", {}, `${h.indicator} (${h.unit})`))),
        ...(near.length ? [el("h3", {}, t("mended")), table([[t("kind")], [t("before")], [t("after")]], near.map((m) => [m.kind, el("code", {}, m.before.slice(0, 60)), el("code", {}, m.after)]))] : []));
    };
    let k = 0, wanted = null;
    for (let i = 0; i < spans.length; i++) {
      const { a, b } = spans[i];
      if (a < k) continue;
      const all = spans.filter((s) => s.a < b && a < s.b && s.a >= k);
      text.append(chars.slice(k, a).join(""));
      const target = all.some((s) => s.r && s.r.status === "target");
      const node = el("mark", { tabindex: "0", role: "button", "aria-pressed": "false", class: all[0].h ? "hole" : target ? "target" : null, "data-at": a, title: all[0].r ? all[0].r.indicator : t("lost"), on: { click: () => show(node, all), keydown: (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); show(node, all); } } } }, chars.slice(a, b).join(""));
      text.append(node);
      if (at !== null && at >= a && at < b) wanted = node;
      k = b;
    }
    text.append(chars.slice(k).join(""));
    if (wanted) setTimeout(() => { wanted.scrollIntoView({ block: "center" }); wanted.click(); wanted.focus({ preventScroll: true }); }, 0);
    const refused = d.refusals || [];
    return [...head, el("div", { class: "split" }, text, side), el("h3", {}, `${t("mended")} (${number((d.mended || []).length)})`), paged(d.mended || [], (part) => table([[t("kind")], [t("place")], [t("before")], [t("after")]], part.map((m) => [m.kind, `${m.raw_start}–${m.raw_end}`, el("code", {}, m.before.slice(0, 120)), el("code", {}, m.after)]))),
      el("h3", {}, `${t("refused")} (${number(refused.length)})`), paged(refused, (part) => table([[t("raw")], [t("reason")], [t("place")]], part.map((r) => [r.raw_text, r.reason, String(r.raw_start)])))];
  };

  const conflicts = () => [el("h2", {}, t("conflicts")), paged(data.conflicts, (part) => table([[t("indicator")], [t("region")], [t("period")], [t("status")], [t("lowest"), 1], [t("highest"), 1], [t("unit")], [t("told")]], part.map((c) => [el("div", {}, c.indicator, c.reading ? el("p", { class: "soft" }, t(c.reading)) : null), c.region || "", period(c.period_start, c.period_end), status(c.status), number(c.lowest), number(c.highest), c.unit, el("div", {}, c.told.map((x) => el("div", {}, place(x.doc_path, x.raw_start, x.raw_text), el("blockquote", {}, x.evidence))))])))];
  const audits = () => {
    const kinds = [...new Set(data.audited.map((a) => a.kind))];
    const count = (kind, verdict) => data.audited.find((a) => a.kind === kind && a.verdict === verdict)?.checks || 0;
    const verdicts = ["agrees", "disagrees", "unchecked"];
    return [el("h2", {}, t("audits")), table([[t("check")], ...verdicts.map((v) => [t(v), 1])], kinds.map((k) => [t(k), ...verdicts.map((v) => number(count(k, v)))])),
      paged(data.audits, (part) => table([[t("verdict")], [t("check")], [t("indicator")], [t("region")], [t("period")], [t("sum")], [t("source")]], part.map((a) => [el("span", { class: `tag ${a.verdict}` }, t(a.verdict)), t(a.kind), a.indicator, a.region || "", period(a.period_start, a.period_end), el("div", {}, el("code", {}, a.arithmetic || ""), a.reason ? el("p", { class: "soft" }, a.reason) : null),
        el("div", {}, a.places.map((p) => el("div", {}, place(p.doc_path, p.raw_start, p.raw_text))))])))];
  };
  const share = (v) => v === null ? "" : `${number(Math.round(v * 1000) / 10)} %`;
  const at = (v, day) => v === null ? "" : `${number(v)} (${day})`;
  const goals = () => [el("h2", {}, t("goals")), paged(data.targets, (part) => table([[t("indicator")], [t("region")], [t("period")], [t("goal"), 1], [t("unit")], [t("baseline"), 1], [t("latest"), 1], [t("way"), 1], [t("track")], [t("quote")]], part.map((g) => [g.indicator, g.region || "", period(g.period_start, g.period_end),
    shown({ value: g.goal, value_min: g.goal_min, value_max: g.goal_max }), g.unit, at(g.baseline, g.baseline_at), at(g.latest, g.latest_at), share(g.way_gone), g.on_track === null ? "" : t(g.on_track ? "yes" : "no"), el("div", {}, place(g.doc_path, g.raw_start, g.raw_text), el("blockquote", {}, g.quotation))])))];
  const unread = () => [el("h2", {}, t("unread")), el("h3", {}, t("refused")), table([[t("reason")], [t("numbers"), 1]], data.reasons.map((r) => [r.reason, number(r.numbers)])),
    el("h3", {}, t("lost")), paged(data.gaps, (part) => table([[t("indicator")], [t("unit")], [t("raw")], [t("quote")]], part.map((g) => [g.indicator, g.unit, place(g.doc_path, g.raw_start, g.raw_text), el("blockquote", {}, g.evidence)]))),
    el("h3", {}, t("failed")), paged(data.quarantine, (part) => table([[t("raw")], [t("reason")], [t("rule")], [t("source")]], part.map((q) => [place(q.doc_path, q.raw_start, q.raw_text), q.reason, q.rule_id, q.doc_path])))];

  // ------------------------------------------------------------ routes
  const route = () => {
    const [path, query] = (location.hash.slice(1) || "/").split("?");
    const parts = path.split("/").slice(1).map(decodeURIComponent);
    const q = new URLSearchParams(query || "").get("q") || "";
    const views = { "": overview, indicators: () => indicators(q), indicator: () => indicator(parts.slice(1).join("/")), documents, document: () => documentView(Number(parts[1]), parts[2] === undefined ? null : Number(parts[2])), conflicts, audits, targets: goals, unread };
    main.replaceChildren(...(views[parts[0]] || overview)().filter(Boolean));
    document.querySelectorAll("header nav a").forEach((a) => a.getAttribute("href") === `#/${parts[0] === "document" ? "documents" : parts[0] === "indicator" ? "indicators" : parts[0]}` ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current"));
  };
  const labels = () => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("[data-t]").forEach((e) => { e.textContent = t(e.dataset.t); });
    document.getElementById("lang").textContent = lang === "zh" ? "English" : "中文";
  };
  document.getElementById("lang").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; keep("gongbao.lang", lang); labels(); route(); });
  const theme = keep("gongbao.theme");
  if (theme) document.documentElement.dataset.theme = theme;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    keep("gongbao.theme", document.documentElement.dataset.theme);
  });
  const box = document.getElementById("q");
  const find = () => { const at = `#/indicators?q=${encodeURIComponent(box.value)}`; if (location.hash !== at) location.replace(at); else route(); };
  box.addEventListener("input", find);
  document.getElementById("find").addEventListener("submit", (e) => { e.preventDefault(); find(); });
  addEventListener("hashchange", route);
  labels();
  route();
})();
