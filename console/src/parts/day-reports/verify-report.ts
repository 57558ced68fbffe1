import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';

export type ReportFault = 'hash' | 'note' | 'signature';
export type ReportVerdict =
  { readonly ok: true; readonly key: string } | { readonly ok: false; readonly fault: ReportFault };

const HEADING = 'airshed day report v1';

/** The text that is shown hashes to what was signed, of that day, by a key of the venue's log: worked out here. */
export async function verifyReport(
  log: string,
  report: Told<'OpenDayReport'>,
  signal: AbortSignal,
): Promise<ReportVerdict> {
  const [verifier, { keys }] = await Promise.all([
    import('../../proof/verifier'),
    answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } }, signal })),
  ]);
  const { hex, judgeSignatures, parseNote, parseVkey, sha256, utf8 } = verifier;
  const note = parseNote(report.note);
  if (note === undefined) return { ok: false, fault: 'note' };
  const [heading, origin, day, fullHash, openHash] = note.text.split('\n');
  if (heading !== HEADING || day !== report.day || fullHash !== report.fullHash)
    return { ok: false, fault: 'note' };
  if (hex(sha256(utf8(report.open))) !== openHash) return { ok: false, fault: 'hash' };
  const known = keys.flatMap(({ vkey }) => parseVkey(vkey) ?? []).filter(({ name }) => name === origin);
  const { good, isForged } = await judgeSignatures(note, known);
  const [first] = good;
  return isForged || first === undefined
    ? { ok: false, fault: 'signature' }
    : { ok: true, key: `${first.key.name}+${first.key.keyId}` };
}
