import { reportText } from '../core/words.js';
import { verifyFile } from './verify-file.js';

/** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`the page has no ${id}`);
  return found;
}

const form = part('form', HTMLFormElement);
const report = part('report', HTMLOutputElement);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void verify();
});

async function verify() {
  const [bundle] = part('bundle', HTMLInputElement).files ?? [];
  if (bundle === undefined) return;
  const lang = part('lang', HTMLSelectElement).value === 'zh' ? 'zh' : 'en';
  report.dataset.state = 'busy';
  try {
    const brought = {
      keys: linesOf('keys'),
      witnesses: linesOf('witnesses'),
      seen: part('seen', HTMLTextAreaElement).value === '' ? [] : [part('seen', HTMLTextAreaElement).value],
    };
    const found = await verifyFile(bundle, brought, (lines) => (report.value = String(lines)));
    report.value = reportText(found, lang);
    report.dataset.state = found.ok ? (found.isPinned ? 'ok' : 'unpinned') : 'broken';
  } catch (error) {
    report.value = String(error);
    report.dataset.state = 'wrong-call';
  }
}

/** One key a line. @param {string} id */
function linesOf(id) {
  return part(id, HTMLTextAreaElement)
    .value.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
