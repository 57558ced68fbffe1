/** The service's `Secrets` (idSecret, internalSecret); given by the application's root. */
export const SECRETS = Symbol('SECRETS');
