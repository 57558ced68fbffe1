/**
 * Every bound of the service: queues, batches, bodies, pages, connections and what memory keeps. What ends in `_MAX` or
 * `_MIN` is tested at the limit and one past it (test/architecture/limits.spec.ts). Formats of numbers stay with types.
 */

// ---- The way in: connections and requests ----

/** Connections at once; the next one is closed unheard. HTTP/1.1 has one request on each at a time. */
export const CONNECTIONS_MAX = 4_096;
/** Milliseconds a client may take to send its whole request; then it is told 408. */
export const REQUEST_MS_MAX = 30_000;
/** Bytes of a body. A batch of 1,000 orders fits with room; nothing larger is a sensible request. */
export const BODY_BYTES_MAX = 1_048_576;
/** Levels of a JSON body: reading it takes one call of our own a level. */
export const JSON_DEPTH_MAX = 32;
/** Characters of one part of an address: the longest id has 64. */
export const PATH_PARAMETER_CHARACTERS_MAX = 128;
/** Places in a body that one refusal points at: enough to mend a request, too few to make answers large. */
export const FIELD_ERRORS_MAX = 20;
/** Order requests of one member organisation that are answered or wait at once; one more is refused. */
export const ORDER_REQUESTS_AT_ONCE_MAX = 64;
// What a venue commits together, and no more: the others wait, a lane for each member.
/** Order requests of one venue being answered at once. One of a member that has none inside always comes in. */
export const ORDER_REQUESTS_INSIDE_MAX = 64;
/** One too many is told so only after this long: each connection of a flood is slowed to one refusal a second. */
export const TOO_MANY_AT_ONCE_WAIT_MS = 1_000;
/**
 * Order requests a second that are told so: three refusals cost as much as an order, and thousands of connections
 * together must not use up what orders need, on a slow machine neither. If every connection is one of a flood, the last
 * hears after sixteen seconds.
 */
export const REFUSALS_PER_SECOND_MAX = 250;

// ---- How often: token buckets, per key or session and once more per member organisation ----

export const HTTP_RATE_LIMITS = {
  // Far above what one venue decides: the sequencer's own queue limit is the real brake on orders.
  orders: { burst: 50_000, perSecond: 25_000 },
  office: { burst: 600, perSecond: 50 },
  read: { burst: 2_000, perSecond: 500 },
  // Per address. A guess costs argon2id on our side, so guesses are scarce.
  login: { burst: 40, perSecond: 1 },
} as const;
// Each costs a look into the database: a flood of invented tokens must not take all connections.
/** Credentials that memory does not know, per address. Honest ones are asked for once in a while only. */
export const UNKNOWN_CREDENTIALS_LIMIT = { burst: 1_000, perSecond: 200 } as const;
/** Holders that one limiter counts; those whose bucket is full are forgotten first, then the oldest. */
export const RATE_BUCKETS_MAX = 50_000;

// ---- Pages ----

export const PAGE_ROWS_DEFAULT = 50;
/** Rows of a page. */
export const PAGE_ROWS_MAX = 500;
/** Rows of a list's file; its `Link` says where to go on. */
export const CSV_ROWS_MAX = 10_000;
/** Files of lists that are made at once for one session, key or, on public pages, address. */
export const CSV_FILES_AT_ONCE_MAX = 2;
/** Characters of a cursor that a client gives back. */
export const CURSOR_CHARACTERS_MAX = 256;
/** Price levels of one side in an answer. */
export const DEPTH_LEVELS_MAX = 500;
/** Price levels of one side with which a stream begins. */
export const STREAM_DEPTH_LEVELS_MAX = 500;
/** Candles of an answer. */
export const CANDLES_MAX = 500;

// ---- Streams ----

/** Watchers of one venue. */
export const FEED_WATCHERS_MAX = 2_000;
/** Messages a venue keeps for those who come back, cut to the newest half when full; older gaps get a snapshot. */
export const FEED_MESSAGES_MAX = 10_000;
/** Bytes a client may leave unread; beyond, it is told and dropped, never buffered without bound. */
export const UNREAD_BYTES_MAX = 1_048_576;

// ---- The audit trail ----

/** Different reads, denials and failed logins that one entry of the office journal holds; the rest is counted together. */
export const ACCESS_LINES_MAX = 500;
/** Of them, those of one person or, of strangers, of one address: a noisy one must not hide the others. */
export const ACCESS_LINES_OF_ONE_MAX = 100;
/** What was read and refused is gathered for so long before it is written. */
export const ACCESS_GATHER_MS = 1_000;
/** After a full entry the next one waits longer: a flood writes ten times less. */
export const ACCESS_FLOOD_GATHER_MS = 10_000;
/** When nothing could be written for so long, data of others is not shown any more. */
export const ACCESS_UNWRITTEN_MS = 30_000;
/** Characters of a query that a note of a read keeps. */
export const ACCESS_QUERY_CHARACTERS_MAX = 300;
/** Characters of one value in a line of the trail; the whole text is in the journal. */
export const TRAIL_TEXT_CHARACTERS_MAX = 200;
/** Records that the indexer reads and writes together; a batch of a venue is read whole. */
export const TRAIL_PAGE_RECORDS = 500;
/** Lines of one export; the last line names the place to go on from. */
export const TRAIL_EXPORT_LINES_MAX = 1_000_000;
/** A question waits so long for the index to have what was journalled before it. */
export const TRAIL_WAIT_MS = 1_000;
/** A rule pack may ask that records be kept longer, never shorter. Nothing is deleted by the service at all. */
export const RETENTION_YEARS_LEAST = 20;

// ---- The sequencer ----

/** Commands waiting for a venue; beyond it the door answers 503 with Retry-After. */
export const QUEUE_COMMANDS_MAX = 10_000;
/** Commands of one member waiting for a venue; beyond it the door answers 429 with Retry-After. */
export const MEMBER_QUEUE_COMMANDS_MAX = 4_000;
/** Commands decided and committed together. */
export const BATCH_COMMANDS_MAX = 1_000;
/** Idempotency keys that a venue remembers; the oldest gives way. */
export const IDEMPOTENCY_KEYS_MAX = 200_000;
/** Commands that recovery holds in memory at once, while as many more are on their way. */
export const JOURNAL_PAGE_COMMANDS_MAX = 10_000;
/** Names of an object's members that are sorted and quoted once for all that have them; more make a dictionary. */
export const SHAPE_KEYS_MAX = 24;
/** Beginnings of such names that are remembered: they may come from outside. */
export const SHAPE_PATHS_MAX = 10_000;
/** After this many commands a snapshot is due: it is written as soon as the venue is quiet. */
export const SNAPSHOT_COMMANDS = 100_000;
/** A venue that is never quiet stops for a snapshot when so many times as many commands have come. */
export const SNAPSHOT_OVERDUE = 10;
/** No command for this long is quiet. */
export const SNAPSHOT_QUIET_MS = 500;
/** How long a broken venue waits before it tries to load again. */
export const RELOAD_DELAY_MS = 200;

// ---- The market and the registry ----

/** Items of one batch request: one batch of the sequencer. */
export const BATCH_ITEMS_MAX = 1_000;
/** Open orders of one account. */
export const OPEN_ORDERS_MAX = 100_000;
/** Block intents of one account that wait for an answer. */
export const BLOCK_INTENTS_MAX = 1_000;
/** Block negotiations that one account has answered intents with and that go on. */
export const BLOCK_NEGOTIATIONS_MAX = 1_000;
/** Versions of the terms of one block negotiation. */
export const BLOCK_TERMS_MAX = 100;
/** Open one-way biddings of one account. */
export const ONE_WAY_BIDDINGS_MAX = 100;
/** Accounts that take part in one one-way bidding: its close is one command. */
export const ONE_WAY_BIDDERS_MAX = 1_000;
/** Days from a one-way bidding's notice to its end: so long goods may be held for it. */
export const ONE_WAY_DAYS_MAX = 90;
/** Trades of one settlement command: one commit must stay short for everybody who waits behind it. */
export const SETTLE_TRADES_MAX = 10_000;
/** Disputes about settlements that wait for an answer, of one venue. */
export const OPEN_DISPUTES_MAX = 10_000;
/** Sides of trades in one statement: all of it is one file. */
export const STATEMENT_TRADES_MAX = 20_000;
/** Differences of reconciliations with a case of their own, of one venue; more are counted in one case together. */
export const OPEN_BREAKS_MAX = 1_000;
/** Entries of one correction of a break. */
export const CORRECTION_ENTRIES_MAX = 20;
/** Characters of each text of a day's report: it is one command. */
export const DAY_REPORT_CHARACTERS_MAX = 2_000_000;
/** Proposals that wait for a second pair of eyes, of one venue. */
export const PENDING_PROPOSALS_MAX = 10_000;
/** Open drafts of rule packs, of one venue: each is kept whole in memory. */
export const RULE_DRAFTS_MAX = 20;
/** Rule packs whose form need not be checked again; a process meets few. */
export const RULE_PACKS_KNOWN_MAX = 32;
/** Commands of a past period that a dry run decides again. */
export const DRY_RUN_COMMANDS_MAX = 1_000_000;
/** Differences of one kind that its report lists; all are counted. */
export const DRY_RUN_DIFFERENCES_MAX = 500;
/** Milliseconds that a dry run holds the thread before others have it. */
export const DRY_RUN_SLICE_MS = 5;
/** Dry runs of one venue that wait or run; one more is refused. */
export const DRY_RUNS_WAITING_MAX = 10;
/** Accounts of one allocation batch. */
export const BATCH_LINES_MAX = 10_000;
/** Accounts of one venue: memory stays bounded whoever applies. */
export const ACCOUNTS_MAX = 200_000;

/** Accounts that one account may trust. */
export const TRUSTED_ACCOUNTS_MAX = 100;
/** Transfers of one venue that wait for their time. */
export const WAITING_TRANSFERS_MAX = 10_000;
/** Freezes of serials of one venue at the same time: every move of such an instrument walks around them. */
export const SERIAL_FREEZES_MAX = 1_000;
/** Holders of the serials of one freeze: it keeps the units of each. */
export const FREEZE_HOLDERS_MAX = 1_000;
/** Waiting transfers and freezes that one command ends: one commit must stay short. */
export const ENDED_CUSTODY_TERMS_MAX = 1_000;

/** Permit transfers of one venue that are not at their end. */
export const OPEN_PERMIT_TRANSFERS_MAX = 10_000;
/** Registered buyers of one listing of a permit. */
export const PERMIT_BIDDERS_MAX = 1_000;
/** Plants of one venue. */
export const PERMIT_PLANTS_MAX = 100_000;
/** Districts of one venue. */
export const PERMIT_DISTRICTS_MAX = 5_000;
/** Terms that one command ends: one commit must stay short. */
export const ENDED_PERMIT_TERMS_MAX = 1_000;

// ---- Auctions ----

/** Auctions of one venue that have not ended. */
export const AUCTIONS_LIVE_MAX = 100;
/** Bidders of one auction: their deposits are given back in one command. */
export const AUCTION_BIDDERS_MAX = 2_000;
/** Bids of one auction that stand at the same time. */
export const AUCTION_BIDS_MAX = 10_000;
/** The same of one account, whatever a notice allows. */
export const AUCTION_BIDS_OF_ACCOUNT_MAX = 500;
/** Cost containment tiers of a notice. */
export const AUCTION_TIERS_MAX = 20;
/** Characters of a sealed bid; one that the service seals has 294. */
export const SEALED_BID_CHARACTERS_MAX = 512;
/** Bids opened by one command, two agreements of keys each: everybody else waits behind it. */
export const UNSEALED_BIDS_MAX = 100;

// ---- People and keys ----

/** Characters of a password: shorter ones are guessed, longer ones are an attack on the hash. */
export const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 256;
/** argon2id, OWASP's first choice: 19 MiB, two passes. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Verifications at once; each takes 19 MiB and a thread of the pool that the database driver shares. */
export const PASSWORD_CHECKS_AT_ONCE_MAX = 4;
/** Failures in a row that a login name may have; one more and it is locked. */
export const LOGIN_FAILURES_MAX = 4;
/** The first lock; each further failure doubles it. */
export const LOCK_SECONDS = 60;
/** Seconds of the longest lock: a quarter of an hour stops guessing, and an honest person comes back. */
export const LOCK_SECONDS_MAX = 900;

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_ABSOLUTE_MS = 12 * 3_600_000;
/** `last_seen_at` is written at most this often, so that reading is not writing. */
export const SESSION_TOUCH_MS = 60_000;
/** How long memory may answer for a session or key before it asks the database again: revocation by another process is seen by then. */
export const CREDENTIAL_FRESH_MS = 15_000;
/** Sessions, and as many keys, that memory answers for. */
export const CREDENTIALS_CACHED_MAX = 20_000;
/** Keys of one person. */
export const API_KEYS_PER_PERSON_MAX = 20;

export const TIMESTAMP_WINDOW_MS = 30_000;
/** Stamps further ahead than this are remembered on disk; a restart takes longer than this. */
export const AHEAD_MS = 250;
/** Nonces of one minute, 8 bytes each in a table at most half full. */
export const NONCES_PER_GENERATION_MAX = 4_194_304;

// ---- The Merkle log ----

/** Records that one transaction adds to a log, about. */
export const LOG_PAGE_RECORDS = 2_000;
/** Records after which whoever waits for the thread has it: about a millisecond of hashing. */
export const LOG_SLICE_RECORDS = 200;
/** Characters of a checkpoint with cosignatures that a witness brings: sixteen signatures and more. */
export const COSIGNED_NOTE_CHARACTERS_MAX = 8_192;

// ---- PostgreSQL and the doorbells ----

/** Connections of one process to PostgreSQL for its own queries. */
export const POOL_CONNECTIONS_MAX = 12;
/** Milliseconds that a request waits for a connection; then it is answered as a fault rather than kept waiting. */
export const POOL_WAIT_MS_MAX = 10_000;
/** Connections of the embedded server: one process's pool, its queues, tools and people looking in. */
export const EMBEDDED_CONNECTIONS_MAX = 100;
export const EMBEDDED_SHARED_BUFFERS_MB = 64;
export const EMBEDDED_START_TIMEOUT_S = 60;

/** Connections of a process to its queues on PostgreSQL; each worker keeps one of them to hear of jobs. */
export const QUEUE_CONNECTIONS_MAX = 8;
/** Tries of one job before it is shown as failed. A sweeper rings again; a job is only a doorbell. */
export const JOB_ATTEMPTS_MAX = 5;
export const JOB_RETRY_DELAY_MS = 500;
/** A worker that has died is noticed after both: its job is free again, and it is looked for so often. */
export const JOB_LOCK_MS = 10_000;
export const STALLED_JOBS_LOOK_MS = 5_000;
/** Finished doorbells kept for people to look at. */
export const JOBS_COMPLETED_MAX = 1_000;
export const JOBS_FAILED_MAX = 10_000;
/** Jobs of one worker at a time: settlement goes in order. */
export const WORKER_JOBS_AT_ONCE_MAX = 1;

/** Open work may take so long to end after SIGTERM; then the process leaves anyway and recovery does the rest. */
export const SHUTDOWN_TIMEOUT_MS = 15_000;

/** Bank accounts of one venue: each is an account of the ledger. */
export const BANK_ACCOUNTS_MAX = 50;
/** Cash transfers of one venue that are not at their end. */
export const OPEN_CASH_TRANSFERS_MAX = 10_000;
/** Payments of one payment file: its bytes are written in one command. */
export const PAYMENTS_A_FILE_MAX = 1_000;
/** Bytes of a bank statement file; as base64 it fits into a body. */
export const STATEMENT_BYTES_MAX = 700_000;
/** Elements inside each other in an XML statement. */
export const STATEMENT_DEPTH_MAX = 32;
/** Lines of one statement, and of one file: its release is one commit. */
export const STATEMENT_LINES_MAX = 5_000;
/** Statement files of one venue that wait for a release or are in quarantine: memory keeps their lines. */
export const WAITING_STATEMENT_FILES_MAX = 20;
/** How often it is looked for days whose holdings could not be stated when they closed. */
export const HOLDINGS_LOOK_MS = 60_000;
