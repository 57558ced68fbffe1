/** What every answer carries. Constants, because the helmet package builds the same texts again for every request: a tenth of an order's time. */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
