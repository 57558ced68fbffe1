export { ACCESS_WITNESS, type AccessWitness } from './access-witness.js';
export { type AnswerListener, type GivenAnswer } from './answer-listener.js';
export {
  between,
  type Bounds,
  calendarDay,
  type DayRange,
  dayRange,
  daysOf,
  instantsOf,
} from './day-range.js';
export { Chapter, Door, type DoorSpec, mediaOf, opensFor } from './door.js';
export { Doors, type OpenDoor } from './doors.js';
export {
  type Caller,
  CALLER_RESOLVER,
  CallerOf,
  type CallerResolver,
  type DoorRequest,
  IdempotencyKey,
  idempotencyKeyOf,
  Once,
  type OnceTicket,
  type Scope,
} from './caller.js';
export { catalogueEntry, type ContextCatalogue, registerRejections, wholeCatalogue } from './catalogue.js';
export { dressDoors } from './dress-doors.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { HttpModule } from './http.module.js';
export { SECRETS } from './http-tokens.js';
export { OfficeDesk } from './office-desk.js';
export { openApiDocument } from './openapi.js';
export {
  type CursorPlace,
  decodeCursor,
  encodeCursor,
  linkNext,
  numbersAfter,
  type Page,
  pageOf,
  pageQuery,
  turnPage,
} from './pagination.js';
export { listAnswer, pageAnswer, place, told } from './told.js';
export { RateLimiter } from './rate-limiter.js';
export { type Language, languageOf, type Problem, problemOf } from './problem.js';
export { isFault } from './problem.filter.js';
export { PublicIds, type PublicIdKind, type VenueNumber } from './public-id.js';
