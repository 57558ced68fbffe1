import 'reflect-metadata';
import { type Command, Option } from 'commander';
import { ExplainTables } from '../explain/explain-tables.js';
import { Explainer } from '../explain/explainer.js';
import type { Explanation, Language } from '../explain/explanation.js';
import { inLanguage, printExplanation } from '../explain/print-explanation.js';
import { PublicIds } from '../platform/http/index.js';
import { loadSecrets } from '../platform/secrets.js';
import { loadSettings } from '../platform/settings.js';
import { print, withDatabase } from './tool.js';

interface Options {
  readonly venue: string;
  readonly lang: Language;
  readonly json?: boolean;
}
type Subject = Explanation['subject']['kind'];

const SUBJECTS: readonly Subject[] = ['order', 'trade', 'rejection', 'balance'];

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .argument('<subject>', SUBJECTS.join(' | '))
    .argument('<id>', 'an order or trade id; a seq or an idempotency key; <account id>/<cash or symbol>')
    .option('--venue <slug>', 'the venue it belongs to', 'demo')
    .addOption(new Option('--lang <language>').choices(['zh', 'en']).default('en'))
    .option('--json', 'one JSON object for programs')
    .description('the chain of inputs, rules, legal bases and roundings behind a number')
    .action(async (subject: string, id: string, { venue, lang, json = false }: Options) => {
      if (!(SUBJECTS as readonly string[]).includes(subject))
        throw new Error(`explain ${SUBJECTS.join(', ')}; not ${subject}`);
      // Every context says its refusals in both languages; the whole house knows them all.
      await import('../app.module.js');
      await withDatabase(async ({ pool }) => {
        const { rows } = await pool.query(`SELECT venue_no FROM venues WHERE slug = $1`, [venue]);
        if (rows.length === 0) throw new Error(`there is no venue ${venue}`);
        const ids = new PublicIds(loadSecrets(loadSettings(process.env)).idSecret);
        const explainer = new Explainer(new ExplainTables(pool), ids);
        const explanation = await explained(explainer, rows[0].venue_no as number, subject as Subject, id);
        print(json, inLanguage(explanation, lang), printExplanation(explanation, lang));
        process.exitCode = explanation.agrees ? 0 : 1;
      });
    });
}

function explained(
  explainer: Explainer,
  venueNo: number,
  subject: Subject,
  id: string,
): Promise<Explanation> {
  switch (subject) {
    case 'order':
      return explainer.order(venueNo, id, null);
    case 'trade':
      return explainer.trade(venueNo, id, null);
    case 'rejection':
      return explainer.rejection(venueNo, /^\d{1,15}$/.test(id) ? { seq: Number(id) } : { key: id }, null);
    case 'balance': {
      const [account = '', asset = 'cash'] = id.split('/');
      return explainer.balance(venueNo, account, asset, null);
    }
  }
}
