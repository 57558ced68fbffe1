import { collectDefaultMetrics, Registry } from 'prom-client';

/** What /metrics shows. Contexts add theirs with `registers: [metrics]`. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics });
