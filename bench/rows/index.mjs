import { acknowledgement } from './acknowledgement.mjs';
import { audit } from './audit.mjs';
import { bytes } from './bytes.mjs';
import { depth } from './depth.mjs';
import { floor } from './floor.mjs';
import { growth } from './growth.mjs';
import { liquibook } from './liquibook.mjs';
import { matching } from './matching.mjs';
import { orders, typeorm } from './orders.mjs';
import { overload } from './overload.mjs';
import { recovery } from './recovery.mjs';
import { replay } from './replay.mjs';
import { settlement } from './settlement.mjs';
import { verification } from './verification.mjs';

/** In the order of the scorecard. */
export const ROWS = [
  orders,
  typeorm,
  floor,
  matching,
  liquibook,
  acknowledgement,
  recovery,
  settlement,
  depth,
  audit,
  growth,
  bytes,
  overload,
  replay,
  verification,
];
