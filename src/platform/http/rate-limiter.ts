import { RATE_BUCKETS_MAX } from '../../kernel/limits.js';

export interface RateLimit {
  /** Requests that may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until one more request (when refused) or until the bucket is full again. */
  readonly resetSeconds: number;
}

interface Bucket {
  /** Thousandths of a request: whole numbers, so that slow refills are not lost to rounding. */
  milliTokens: number;
  at: number;
}

const MILLI = 1_000;

/** Token buckets by holder, in memory: each process guards itself. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rule: RateLimit) {}

  take(holder: string, nowMs: number): RateVerdict {
    const { burst, perSecond } = this.rule;
    const full = burst * MILLI;
    let bucket = this.buckets.get(holder);
    if (bucket === undefined) {
      if (this.buckets.size >= RATE_BUCKETS_MAX) this.forgetFull(nowMs);
      bucket = { milliTokens: full, at: nowMs };
      this.buckets.set(holder, bucket);
    }
    const elapsedMs = nowMs - bucket.at;
    if (elapsedMs > 0) {
      bucket.milliTokens = Math.min(full, bucket.milliTokens + Math.floor(elapsedMs * perSecond));
      bucket.at = nowMs;
    }
    const allowed = bucket.milliTokens >= MILLI;
    if (allowed) bucket.milliTokens -= MILLI;
    const missing = allowed ? full - bucket.milliTokens : MILLI - bucket.milliTokens;
    return {
      allowed,
      limit: burst,
      remaining: Math.floor(bucket.milliTokens / MILLI),
      resetSeconds: Math.ceil(missing / (perSecond * MILLI)),
    };
  }

  /** Holders whose bucket is full again are like new ones; when all are busy the oldest go, never the service. */
  private forgetFull(nowMs: number): void {
    const full = this.rule.burst * MILLI;
    for (const [holder, bucket] of this.buckets)
      if (bucket.milliTokens + (nowMs - bucket.at) * this.rule.perSecond >= full) this.buckets.delete(holder);
    for (const holder of this.buckets.keys()) {
      if (this.buckets.size < RATE_BUCKETS_MAX) break;
      this.buckets.delete(holder);
    }
  }
}
