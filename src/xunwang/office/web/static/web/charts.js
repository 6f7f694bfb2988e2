/* Draws the charts of a page with ECharts, for browsers of five years ago. Each stands beside a table with the same figures, which stays for screen readers,
   for the keyboard, for paper, and for whoever has no script. */
(function () {
  "use strict";
  var ROW = 28, HEIGHT = 230, LABEL = 200;
  var calm = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function colour(name) { return window.getComputedStyle(document.body).getPropertyValue(name).trim(); }

  // On a wall the page's own words are larger, and those of its charts with them.
  function words(less) {
    var page = window.getComputedStyle(document.body);
    return { color: colour("--ink"), fontFamily: page.fontFamily, fontSize: Math.round(parseFloat(page.fontSize)) - (less || 1) };
  }

  // What is bad is hatched as well, for whom red and green are one.
  function painted(tone) {
    var hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(255, 255, 255, .45)" };
    return { color: colour("--chart-" + tone), decal: tone === "bad" ? hatch : null };
  }

  function names(items, field) {
    return {
      type: "category", data: items.map(function (one, place) { return place; }), axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { interval: 0, formatter: function (place) { return items[place][field]; } }
    };
  }

  function label(axis, settings) {
    var text = words();
    for (var name in settings) { text[name] = settings[name]; }
    for (var key in text) { axis.axisLabel[key] = text[key]; }
    return axis;
  }

  function bars(told, room) {
    var left = label(names(told.items, "label"), { width: Math.min(LABEL, room / 3), overflow: "truncate" });
    var right = label(names(told.items, "shown"), { color: colour("--soft") });
    left.inverse = right.inverse = true;
    right.position = "right";
    return {
      xAxis: { type: "value", show: false, min: 0, max: told.most || "dataMax" },
      yAxis: [left, right],
      series: [{
        type: "bar", barMaxWidth: 18, barMinHeight: 2, cursor: "pointer",
        data: told.items.map(function (one) { return { value: one.value, itemStyle: painted(one.tone) }; })
      }]
    };
  }

  function line(told) {
    var across = label(names(told.items, "label"), { hideOverlap: true, interval: "auto" });
    across.boundaryGap = true;
    return {
      xAxis: across,
      yAxis: { type: "value", min: 0, max: told.most, interval: told.most / 4, splitLine: { lineStyle: { color: colour("--line") } }, axisLabel: words(3) },
      series: [{
        type: "line", symbol: "circle", symbolSize: 9, cursor: "pointer", connectNulls: false,
        itemStyle: painted("plain"), lineStyle: { width: 2.5, color: colour("--chart-plain") },
        label: { show: true, position: "top", formatter: function (one) { return told.items[one.dataIndex].shown.replace("（", "\n（"); }, color: colour("--ink"), fontFamily: words().fontFamily, fontSize: words().fontSize },
        data: told.items.map(function (one) { return one.value; })
      }]
    };
  }

  function tip(told) {
    return {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("--paper"), borderColor: colour("--line"), textStyle: words(),
      axisPointer: { type: told.shape === "bars" ? "shadow" : "line", axis: told.shape === "bars" ? "y" : "x" },
      formatter: function (some) { var one = told.items[some[0].dataIndex]; return one.name + "\n" + one.shown; }
    };
  }

  // The whole row of a bar and the whole column of a point lead to what they count.
  function follow(drawn, place) {
    function at(event) {
      var told = place.told, found = drawn.convertFromPixel({ seriesIndex: 0 }, [event.offsetX, event.offsetY]);
      return told.items[Math.round(found[told.shape === "bars" ? 1 : 0])];
    }
    drawn.getZr().on("click", function (event) { var one = at(event); if (one) { window.location.assign(one.link); } });
    drawn.getZr().on("mousemove", function (event) { drawn.getZr().setCursorStyle(at(event) ? "pointer" : "default"); });
  }

  function draw(chart) {
    var place = chart.querySelector(".chart-drawing"), told = JSON.parse(chart.querySelector("script").textContent), bare;
    chart.classList.add("drawn");
    if (!place.clientHeight) { place.style.height = (told.shape === "bars" ? told.items.length * ROW + 16 : HEIGHT) + "px"; }
    place.told = told;
    bare = !place.drawn;
    if (bare) {
      place.drawn = window.echarts.init(place, null, { renderer: "canvas" });
      follow(place.drawn, place);
    }
    var option = told.shape === "bars" ? bars(told, place.clientWidth) : line(told);
    option.animation = !calm && !bare;
    option.grid = { left: 4, right: 4, top: told.shape === "bars" ? 4 : 44, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
    option.tooltip = tip(told);
    place.drawn.setOption(option, true);
  }

  function each(act) {
    var found = document.querySelectorAll("section.chart");
    for (var i = 0; i < found.length; i += 1) { act(found[i]); }
  }

  function turn(chart, tabled) {
    var button = chart.querySelector(".chart-turn");
    chart.classList.toggle("tabled", tabled);
    button.setAttribute("aria-pressed", String(tabled));
    button.hidden = false;
  }

  function all() { each(draw); each(function (chart) { turn(chart, chart.classList.contains("tabled")); }); }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest(".chart-turn") : null, chart = button && button.closest(".chart");
    if (chart) { turn(chart, !chart.classList.contains("tabled")); }
  });
  document.addEventListener("htmx:afterSettle", all);
  window.addEventListener("resize", function () { each(function (chart) { draw(chart); chart.querySelector(".chart-drawing").drawn.resize(); }); });
  if (window.echarts) { all(); }
}());
