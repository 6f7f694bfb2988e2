/* Plain script for browsers of five years ago. Keys of the review queue, small helps of forms, and lists that renew themselves within their page. */
(function () {
  "use strict";

  function field(name) { return document.querySelector("[data-key-field='" + name + "']"); }

  function press(key) {
    var link = document.querySelector("a[data-key='" + key + "']");
    if (link) { link.click(); return true; }
    var button = document.querySelector("button[data-key='" + key + "']");
    if (!button) { return false; }
    var needed = (button.getAttribute("data-needs") || "").split(" ");
    for (var i = 0; i < needed.length; i += 1) {
      var one = needed[i] && field(needed[i]);
      if (one && !one.value) { open(one); one.focus(); return true; }
    }
    button.click();
    return true;
  }

  function find() {
    var box = document.querySelector("form.filter input[name='q']");
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  }

  // A form that was refused is filled again with what was written in it; files have to be chosen anew.
  function refill() {
    var kept = document.getElementById("refused-form");
    var told = kept ? JSON.parse(kept.textContent) : null;
    var form = null;
    for (var i = 0; told && i < document.forms.length; i += 1) {
      var one = document.forms[i];
      if (one.method === "post" && (one.getAttribute("action") || window.location.pathname) === told.action && fits(one, told.fields)) { form = one; break; }
    }
    if (!form) { return; }
    for (var j = 0; j < form.elements.length; j += 1) { fill(form.elements[j], told.fields); }
    open(form);
  }

  function fits(form, fields) {
    for (var i = 0; i < form.elements.length; i += 1) {
      var one = form.elements[i];
      if (one.type === "hidden" && one.name !== "csrfmiddlewaretoken" && fields[one.name] && fields[one.name][0] !== one.value) { return false; }
    }
    return true;
  }

  function fill(element, fields) {
    var values = fields[element.name];
    if (!element.name || element.type === "file" || element.type === "hidden" || element.type === "password" || element.autocomplete === "one-time-code") { return; }
    if (element.type === "checkbox" || element.type === "radio") {
      element.checked = Boolean(values) && values.indexOf(element.value) >= 0;
    } else if (values && element.tagName !== "BUTTON" && element.type !== "submit") {
      element.value = values[0];
    }
  }

  function open(element) {
    var box = element.closest ? element.closest("details") : null;
    if (box) { box.open = true; }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    var name = event.target.tagName;
    if (name === "TEXTAREA" || name === "SELECT" || (name === "INPUT" && event.target.type !== "radio")) {
      if (event.key === "Escape") { event.target.blur(); }
      return;
    }
    var key = event.key.toLowerCase();
    if (key === "/" ? find() : press(key) || (key === "v" && turnEvidence())) { event.preventDefault(); }
  });

  // Before anybody else hears of it: a list would already be sending the form itself.
  document.addEventListener("submit", function (event) {
    var asked = event.target.getAttribute("data-ask");
    if ((asked && !window.confirm(asked)) || twice(event.target)) { event.preventDefault(); event.stopPropagation(); return; }
    tellBusy(event.target);
  }, true);

  // What takes a while says so until the answer comes; the word goes when the page is left, so that the back button does not bring it again.
  function tellBusy(form) {
    var words = form.getAttribute("data-busy"), told = words && document.createElement("p");
    if (!told) { return; }
    told.className = "hint";
    told.setAttribute("role", "status");
    told.textContent = words;
    form.appendChild(told);
    window.addEventListener("pagehide", function () { told.remove(); });
  }

  // A double click sends a form once. Later it may be sent again: after the back button, or where it brought a file and the page stayed.
  function twice(form) {
    var now = Date.now(), again = form.method === "post" && now - (form.sentAt || 0) < 2000;
    if (!again) { form.sentAt = now; }
    return again;
  }

  document.addEventListener("click", function (event) {
    var at = event.target, print = at.closest && at.closest("[data-print]"), words = at.closest && at.closest("[data-fill]");
    if (print) { window.print(); }
    if (words) { field(words.getAttribute("data-fill")).value = words.value; }
  });

  // The kinds of evidence of the review queue: V turns to the next, and what was chosen stays chosen for the next candidate.
  var pane = "";

  function panes() { return document.querySelectorAll(".evidence > input"); }

  function turnEvidence() {
    var all = panes(), next = 0;
    for (var i = 0; i < all.length; i += 1) { if (all[i].checked) { next = (i + 1) % all.length; } }
    if (all.length) { all[next].checked = true; pane = all[next].id; }
    return all.length > 0;
  }

  function keepEvidence() {
    var one = pane && document.getElementById(pane);
    if (one) { one.checked = true; }
  }

  document.addEventListener("change", function (event) { if (event.target.name === "pane") { pane = event.target.id; } });

  // Many check boxes: found by a part of their name, ticked and cleared together. Without this script they are a plain list.
  var FEW = 8;

  function chooser(set) {
    var list = set.querySelector("ul, tbody"), rows = list.children, row = document.createElement("div"), told = document.createElement("span");
    if (rows.length <= FEW || set.helped) { return; }
    set.helped = true;
    function count() { told.textContent = "已选 " + list.querySelectorAll("input:checked").length + " / " + rows.length; }
    function button(words, ticked) {
      var made = document.createElement("button");
      made.type = "button";
      made.className = "plain-light";
      made.textContent = words;
      made.addEventListener("click", function () {
        var boxes = list.querySelectorAll("li:not(.away) input, tr:not(.away) input");
        for (var i = 0; i < boxes.length; i += 1) { boxes[i].checked = ticked; }
        count();
      });
      return made;
    }
    row.className = "row";
    row.appendChild(narrower(rows, set.querySelector("legend").textContent));
    row.appendChild(button("选中所列", true));
    row.appendChild(button("取消所列", false));
    row.appendChild(told);
    told.setAttribute("role", "status");
    list.addEventListener("change", count);
    set.insertBefore(row, set.querySelector("legend").nextSibling);
    count();
  }

  // A field that leaves the rows in sight that have its words; Enter in it must not send the form.
  function narrower(rows, label) {
    var made = document.createElement("input");
    made.type = "search";
    made.placeholder = "按名称筛选";
    made.setAttribute("aria-label", "按名称筛选：" + label);
    made.addEventListener("input", function () {
      for (var i = 0; i < rows.length; i += 1) { rows[i].className = rows[i].textContent.indexOf(made.value.trim()) < 0 ? "away" : ""; }
    });
    made.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    return made;
  }

  function helpChoosing(part) {
    var sets = part.querySelectorAll("[data-choices]");
    for (var i = 0; i < sets.length; i += 1) { chooser(sets[i]); }
  }

  // An archived page that is shown at a spot takes the focus when it has come, and with it the keys of the queue.
  document.addEventListener("load", function (event) {
    if (event.target.className === "archive" && document.activeElement === event.target) { event.target.blur(); }
  }, true);

  // A table that is wider than its place can be scrolled with the keyboard only when it can be reached with it.
  function makeReachable() {
    var places = document.querySelectorAll(".wide");
    for (var i = 0; i < places.length; i += 1) {
      if (places[i].scrollWidth > places[i].clientWidth) { places[i].setAttribute("tabindex", "0"); }
    }
  }

  // A list (web/list.html) takes in what it was answered and leaves the page around it as it is.
  var list = document.getElementById("list"), told = document.getElementById("list-told");
  var stood = false;

  function say(words) {
    var note = document.createElement("p"), notes = document.getElementById("notes");
    note.className = "alert alert-bad";
    note.setAttribute("role", "alert");
    note.textContent = words;
    notes.textContent = "";
    notes.appendChild(note);
  }

  // Whole pages (log-in, a refusal) are gone to. What renews itself without being asked stays as it is until it is answered again.
  function whole(event) {
    var answer = event.detail, refused = answer.xhr.status >= 400, sent = answer.requestConfig.verb !== "get";
    if (!refused && !/^\s*<!doctype/i.test(answer.xhr.responseText)) { return; }
    event.preventDefault();
    if (!answer.boosted) {
      if (!refused) { window.location.reload(); }
    } else if (refused && sent) {
      say("没有完成：服务器没有接受（" + answer.xhr.status + "）。请刷新页面后再试。");
    } else {
      window.location.assign((sent && answer.pathInfo.responsePath) || answer.pathInfo.finalRequestPath);
    }
  }

  // Whoever stood in the list stays in it, at the same control where it is still there, and is told what came.
  function land(event) {
    var lost = !document.activeElement || document.activeElement === document.body;
    var place = list.querySelector("[data-land]"), count = list.querySelector("[data-told]") || list.querySelector(".empty");
    if (!event.detail.boosted) { return; }
    if (count && !told.textContent) { told.textContent = count.textContent; }
    if (lost && (place || stood)) {
      place = place || count;
      if (place) { place.setAttribute("tabindex", "-1"); place.focus({ preventScroll: true }); }
    }
    if (list.getBoundingClientRect().top < 0) { list.scrollIntoView(); }
  }

  document.addEventListener("htmx:beforeSwap", whole);
  if (list) {
    list.addEventListener("htmx:beforeSwap", function () { stood = list.contains(document.activeElement); told.textContent = ""; });
    list.addEventListener("htmx:afterSettle", land);
    list.addEventListener("htmx:afterSwap", function () { begin(list); });
    document.addEventListener("htmx:sendError", function (event) {
      if (event.detail.boosted) { say("没有连上服务器，页面还是原来的内容。请检查网络后再试一次。"); }
    });
  }

  function begin(part) {
    makeReachable();
    refill();
    helpChoosing(part);
    keepEvidence();
  }
  begin(document);
  // The menu scrolls on its own: the entry of this page must be in sight.
  var menu = document.querySelector(".menu"), here = menu && menu.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > menu.clientHeight) { menu.scrollTop = here.offsetTop - menu.clientHeight / 2; }
  if (here && here.offsetLeft + here.offsetWidth > menu.clientWidth) { menu.scrollLeft = here.offsetLeft - 12; }
  window.addEventListener("resize", makeReachable);
}());
