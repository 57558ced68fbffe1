import type { Handlers } from '../../sequencer/domain/command.js';
import { bidHandlers } from './bid-handlers.js';
import { clearingHandlers } from './clearing-handlers.js';
import { draftHandlers } from './draft-handlers.js';
import { openingHandlers } from './opening-handlers.js';
import { settlementHandlers } from './settlement-handlers.js';

export const auctionsHandlers: Handlers = {
  ...draftHandlers,
  ...bidHandlers,
  ...openingHandlers,
  ...clearingHandlers,
  ...settlementHandlers,
};
