// Keeps the page up to date and sends its forms without leaving it. Everything works without, too:
// the server renders every part, and each form is an ordinary one.
"use strict";

const lang = document.body.dataset.lang;
const fault = document.getElementById("fault");
const heard = new Map(); // by call: how many prompts have been said aloud
let mark = "";
let gap = 0; // milliseconds between tries while the server is away

function put(id, html) {
  const place = document.getElementById(id);
  if (!place || place.dataset.html === html) return;
  const typed = place.contains(document.activeElement) ? document.activeElement : null;
  if (typed && typed.tagName === "INPUT" && typed.value) return; // not under somebody's fingers
  const again = typed && typed.name ? `[name="${typed.name}"][value="${typed.value}"], [name="${typed.name}"]` : null;
  place.innerHTML = html;
  place.dataset.html = html;
  if (again) place.querySelector(again)?.focus();
  if (place.classList.contains("screen")) place.scrollTop = place.scrollHeight;
}

function lay(cards) {
  const table = document.getElementById("table");
  for (const phone of table.querySelectorAll("article.phone")) {
    if (!(phone.id in cards)) phone.remove();
  }
  const last = table.querySelector(".add");
  for (const [id, html] of Object.entries(cards)) {
    if (!document.getElementById(id)) last.insertAdjacentHTML("beforebegin", html);
  }
}

function speak() {
  const aloud = document.getElementById("aloud").checked && "speechSynthesis" in window;
  for (const call of document.querySelectorAll("[data-call]")) {
    const said = call.querySelectorAll(".heard .say");
    const before = heard.get(call.dataset.call) ?? (aloud ? 0 : said.length);
    heard.set(call.dataset.call, said.length);
    if (!aloud) continue;
    if (said.length > before) speechSynthesis.cancel();
    for (const prompt of [...said].slice(before)) {
      const words = new SpeechSynthesisUtterance(prompt.textContent);
      words.lang = prompt.dataset.tongue.startsWith("ar") ? "ar" : "en";
      speechSynthesis.speak(words);
    }
  }
}

function countDown() {
  for (const left of document.querySelectorAll("[data-until]")) {
    const seconds = Math.ceil((Number(left.dataset.until) - Date.now()) / 1000);
    left.textContent = seconds > 0 ? `⏳ ${seconds}` : "";
  }
}

async function look() {
  try {
    const answer = await fetch(`/phones/news?lang=${lang}&seen=${mark}`);
    if (!answer.ok) throw new Error(answer.status);
    const news = await answer.json();
    mark = news.mark;
    lay(news.cards);
    for (const [id, html] of Object.entries(news.parts)) put(id, html);
    speak();
    countDown();
    gap = 0;
  } catch {
    gap = Math.min(5000, gap + 500);
  }
  setTimeout(look, gap);
}

async function send(event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  form.querySelector("input[name=body], input[name=words]")?.form.reset();
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "X-Quiet": "1" },
    body: new URLSearchParams(fields),
  });
  const page = answer.ok ? "" : new DOMParser().parseFromString(await answer.text(), "text/html");
  fault.textContent = page ? (page.getElementById("mistake")?.textContent ?? `${answer.status}`) : "";
}

document.addEventListener("submit", send);
for (const screen of document.querySelectorAll(".screen")) screen.scrollTop = screen.scrollHeight;
setInterval(countDown, 500);
countDown();
look();
