"use strict";

const base = new URL("..", location.href).pathname.replace(/\/$/, "");
const tokenField = document.getElementById("token");

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function labelled(text, input) {
  return element("label", {}, text, input);
}

// An example body for a schema of the document.
function example(schema, all) {
  if (schema.$ref) return example(all[schema.$ref.split("/").pop()], all);
  if (schema.example !== undefined) return schema.example;
  if (schema.type !== "object") return "";
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, value]) => [key, example(value, all)]));
}

function parameterInputs(operation) {
  return (operation.parameters ?? []).map((parameter) => {
    const input = element("input", { autocomplete: "off" });
    if (parameter.required) input.required = true;
    const hint = parameter.description ? `: ${parameter.description}` : "";
    return { parameter, input, label: labelled(`${parameter.name} (${parameter.in})${hint}`, input) };
  });
}

function bodyInput(operation, schemas) {
  const content = operation.requestBody?.content;
  if (!content) return null;
  if (content["multipart/form-data"]) return { kind: "file", input: element("input", { type: "file" }) };
  const input = element("textarea", { spellcheck: "false" });
  input.value = JSON.stringify(example(content["application/json"].schema, schemas), null, 2);
  return { kind: "json", input };
}

function request(path, method, parameters, body) {
  const query = new URLSearchParams();
  for (const { parameter, input } of parameters) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value) query.set(parameter.name, input.value);
  }
  const options = { method, headers: {} };
  if (tokenField.value) options.headers.Authorization = `Bearer ${tokenField.value}`;
  if (body?.kind === "file") {
    options.body = new FormData();
    if (body.input.files[0]) options.body.append("file", body.input.files[0]);
  } else if (body) {
    options.headers["Content-Type"] = "application/json";
    options.body = body.input.value;
  }
  return fetch(base + path + (query.size ? `?${query}` : ""), options);
}

async function show(response, output) {
  const head = `${response.status} ${response.statusText}\nx-request-id: ${response.headers.get("x-request-id")}\n\n`;
  if (response.headers.get("content-type")?.startsWith("image/")) {
    output.replaceChildren(head, element("img", { alt: "", src: URL.createObjectURL(await response.blob()) }));
    return;
  }
  const text = await response.text();
  try {
    const answer = JSON.parse(text);
    if (answer.access_token) tokenField.value = answer.access_token;
    output.textContent = head + JSON.stringify(answer, null, 2);
  } catch {
    output.textContent = head + text;
  }
}

function call(path, method, operation, schemas) {
  const parameters = parameterInputs(operation);
  const body = bodyInput(operation, schemas);
  const button = element("button", { type: "submit" }, "Send");
  const output = element("pre", { hidden: "", "aria-live": "polite" });
  const answers = Object.entries(operation.responses).map(([status, response]) =>
    element("tr", {}, element("td", {}, status), element("td", {}, response.description || "success")));
  const form = element("form", {}, ...parameters.map(({ label }) => label));
  if (body) form.append(labelled(body.kind === "file" ? "file" : "body", body.input));
  form.append(button, element("table", {}, ...answers), output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    output.hidden = false;
    try {
      await show(await request(path, method.toUpperCase(), parameters, body), output);
    } catch (error) {
      output.textContent = String(error);
    }
    button.disabled = false;
  });
  const lock = operation.security ? " · needs a token" : "";
  return element("details", {},
    element("summary", {}, element("b", {}, method.toUpperCase()), element("code", {}, path), ` ${operation.summary ?? ""}${lock}`),
    form);
}

async function load() {
  const calls = document.getElementById("calls");
  const description = await (await fetch("../openapi.json")).json();
  const sections = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "other";
      if (!sections.has(tag)) sections.set(tag, element("section", {}, element("h2", {}, tag)));
      sections.get(tag).append(call(path, method, operation, description.components.schemas));
    }
  }
  calls.replaceChildren(...sections.values());
}

load().catch((error) => {
  document.getElementById("calls").textContent = `The description could not be loaded: ${error}`;
});
