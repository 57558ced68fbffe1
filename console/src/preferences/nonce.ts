/** The number that this page's policy knows: style sheets written at run time carry it. */
export const NONCE = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const create = document.createElement.bind(document);

// The kit hands the nonce to most of its sheets and forgets two of them (the width of scroll bars, and the page behind a
// dialog). Only our own scripts run here, so every sheet that they make may carry it.
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = NONCE;
  return element;
}) as typeof document.createElement;
