import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { BATCH, rateOf, writeBundle } from '../lib/bundle.mjs';
import { ROOT } from '../lib/ground.mjs';
import { count, knob, median, range, say } from '../lib/measure.mjs';

const VERIFIER = join(ROOT, 'verifier', 'bin', 'airshed-verify.js');

export const verification = {
  no: 15,
  name: 'verification',
  title:
    'offline verification of a bundle by a program of its own: chain, log, signature, conservation of every title',
  async run(ground, meter) {
    const rounds = knob('BENCH_ROUNDS', 3);
    const { file, spoilt, key } = await writeBundle(ground);
    const reports = [];
    for (let i = 0; i < rounds; i++) {
      reports.push(await meter.during(() => verified(file, key)));
      say(`  round ${i + 1}: ${rateOf(reports[i].facts.lastSeq, reports[i].seconds)}`);
    }
    const found = await verified(spoilt, key);
    const rates = reports.map(({ facts, seconds }) => facts.lastSeq / seconds);
    return {
      values: [{ what: 'records/s', value: median(rates), unit: '/s', good: 150_000, ambitious: 300_000 }],
      notes: [
        `${count(reports[0].facts.lastSeq)} records of W1 and its furnishing, start of the program included: ${range(rates, 0)}/s`,
      ],
      method: `${rounds} times \`airshed-verify <bundle> --key <vkey>\`, batches of ${BATCH}`,
      gates: [
        {
          what: 'every promise holds under the key that was brought',
          ok: reports.every(({ code }) => code === 0),
        },
        {
          what: `one changed digit was found (${found.broken?.what}, record ${found.broken?.seq})`,
          ok: found.code === 1,
        },
      ],
    };
  },
};

/** The program as anybody calls it; what it says, and how long it took from start to end. */
function verified(file, key) {
  const begun = performance.now();
  return new Promise((resolve, reject) =>
    execFile(process.execPath, [VERIFIER, file, '--key', key, '--json'], (error, stdout, stderr) => {
      const seconds = (performance.now() - begun) / 1000;
      if (stdout === '') return reject(new Error(stderr));
      resolve({ ...JSON.parse(stdout), code: error?.code ?? 0, seconds });
    }),
  );
}
