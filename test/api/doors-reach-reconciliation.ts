import { MONEY, office, officeReading, open, type Reach } from './reach.js';

/** The doors of reconciliation and of day reports. */
export const RECONCILIATION_DOORS: Readonly<Record<string, Reach>> = {
  'GET reconciliations': officeReading('what ties and what does not is the offices’'),
  'POST reconciliations': office(MONEY),
  'GET reconciliations/:run': office('what ties and what does not is the offices’'),
  'GET reconciliations/:run/figures': office('what ties and what does not is the offices’'),
  'GET breaks': officeReading('what ties and what does not is the offices’'),
  'GET breaks/:break': office('what ties and what does not is the offices’'),
  'POST breaks/:break/assign': office('breaks are worked off by the clearing operators'),
  'POST breaks/:break/explain': office('breaks are worked off by the clearing operators'),
  'POST breaks/:break/accept': office('breaks are worked off by the clearing operators'),
  'POST breaks/:break/correct': office(MONEY),
  'GET day-reports': open('the report of a day is for everybody'),
  'GET day-reports/:day': open('the report of a day is for everybody'),
  'GET day-reports/:day/text': open('the report of a day is for everybody'),
  'GET day-reports/:day/full': office('the full report names accounts'),
};
