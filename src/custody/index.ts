export {
  type Certificate,
  Custody,
  custodyExecutors,
  custodyHandlers,
  type CustodyWorld,
  type DelayedTransfer,
  dueCustody,
  type FreezeOrder,
  type Notice,
  type Surrender,
  type TrustedAccount,
} from './domain/index.js';
export { custodyRejections } from './rejections.js';
export { projectCustody } from './store/custody.projection.js';
