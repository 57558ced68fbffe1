export {
  dueTerms,
  Permits,
  permitsExecutors,
  permitsHandlers,
  permitsInvariants,
  type PermitsMachine,
  type PermitsWorld,
} from './domain/index.js';
export { permitsRejections } from './rejections.js';
export { projectPermits } from './store/permits.projection.js';
