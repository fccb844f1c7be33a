"use strict";
// Passkeys: what the page wishes for is asked of the browser, and its answer sent with the form. Without
// script, or where the browser knows no passkeys, the button does not show, and the rest goes on as ever.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const answerOf = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  const id = text(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response });
};

const ask = async (button) => {
  const wish = await fetch(button.dataset.wish, { credentials: "same-origin" });
  const publicKey = await wish.json();
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  return answerOf(await navigator.credentials[button.dataset.passkey]({ publicKey }));
};

const use = async (button) => {
  const form = button.form;
  const failed = form.querySelector("[role=alert]");
  failed.hidden = true;
  for (const field of form.querySelectorAll("[name=code]")) field.required = false;
  try {
    if (!form.reportValidity()) return;
    form.elements.passkey.value = await ask(button);
    form.submit();
  } catch {
    failed.hidden = false;
  } finally {
    for (const field of form.querySelectorAll("[name=code]")) field.required = true;
  }
};

if (window.PublicKeyCredential)
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => use(button));
  }
