import { Fragment, type ReactNode } from 'react';
import { compare, isDecimal, times } from '../../format/decimal';
import { useWords, wordOf } from '../../words/define-words';
import { Amount, Moment } from '../figures';
import { ShortText, WholeText } from './copied-text';
import { AccountName, InstrumentName, OrganisationName, PersonName } from './names';
import { words } from './words';

type FactsOf = Readonly<Record<string, unknown>>;

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const HASH = /^[0-9a-f]{64}$/;
const ID = /^[a-z]{2,3}_\w{6,}$/;
const LIMITS = /^(floor|ceiling|reserve)$/;
/** Numbers that name and do not count: never grouped. */
const NAMES_BY_NUMBER = /No$|^(year|vintage|first|last|seq|line|bank|number|bankReference)$/;

/** One fact of a deed as people read it: an account by its name, an instant on the market's clock. */
export function FactValue({ field, value }: { field: string; value: unknown }): ReactNode {
  const say = useWords(words);
  if (value === null || value === undefined || value === '')
    return <span className="quiet">{say('none')}</span>;
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  if (typeof value === 'object') return <Tree value={value} />;
  const text = String(value);
  if (text.startsWith('acc_')) return <AccountName id={text} />;
  if (text.startsWith('usr_')) return <PersonName id={text} />;
  if (text.startsWith('org_')) return <OrganisationName id={text} />;
  if (text.startsWith('ins_')) return <InstrumentName id={text} />;
  if (INSTANT.test(text)) return <Moment at={text} />;
  if (HASH.test(text)) return <WholeText of={text} label={field} />;
  // A price of nothing is none.
  if (LIMITS.test(field) && isDecimal(text) && compare(text, '0') === 0)
    return <span className="quiet">{say('none')}</span>;
  if (ID.test(text)) return <ShortText of={text} />;
  if (field.endsWith('Bps') && isDecimal(text)) return `${times(text, '0.01')}%`;
  if (field.endsWith('Fen') && isDecimal(text)) return <Amount of={times(text, '0.01')} />;
  if (isDecimal(text) && !NAMES_BY_NUMBER.test(field)) return <Amount of={text} />;
  return wordOf(say, words, 'value', text);
}

function Tree({ value }: { value: object }): ReactNode {
  const text = JSON.stringify(value, null, 1);
  return (
    <pre className="scroll" tabIndex={0} style={{ maxHeight: 240, margin: 0, whiteSpace: 'pre-wrap' }}>
      <code>{text}</code>
    </pre>
  );
}

/** What a fact is called: the total of a payment file is money, of everything else a quantity. */
function useFieldName(of: FactsOf): (field: string) => string {
  const say = useWords(words);
  const isMoney = 'paymentFileId' in of;
  return (field) => wordOf(say, words, 'field', field === 'total' && isMoney ? 'totalFen' : field);
}

/** The facts of a deed, one a line. */
export function Facts({ of }: { of: FactsOf }): ReactNode {
  const nameOf = useFieldName(of);
  return (
    <dl className="facts">
      {Object.entries(of).map(([field, value]) => (
        <Fragment key={field}>
          <dt>{nameOf(field)}</dt>
          <dd>
            <FactValue field={field} value={value} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** What was and what became of it, side by side; a fact that changed is marked by weight and by a sign. */
export function BeforeAfter({ before = {}, after = {} }: { before?: FactsOf; after?: FactsOf }): ReactNode {
  const say = useWords(words);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (Object.keys(before).length === 0) return <Facts of={after} />;
  const differs = (field: string): boolean => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`${say('before')} / ${say('after')}`}>
      <table className="dense">
        <thead>
          <tr>
            <th>{say('fact')}</th>
            <th>{say('before')}</th>
            <th>{say('after')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <td>
                {differs(field) && <span aria-hidden="true">● </span>}
                {wordOf(say, words, 'field', field)}
              </td>
              <td>
                <FactValue field={field} value={before[field]} />
              </td>
              <td>
                {differs(field) ? (
                  <strong>
                    <FactValue field={field} value={after[field]} />
                  </strong>
                ) : (
                  <FactValue field={field} value={after[field]} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
