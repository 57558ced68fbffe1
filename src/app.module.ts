import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AuctionsModule } from './auctions/auctions.module.js';
import { BankingModule } from './banking/banking.module.js';
import { ClearingModule } from './clearing/clearing.module.js';
import { CustodyModule } from './custody/custody.module.js';
import { DryRunModule } from './dryrun/dryrun.module.js';
import type { VenueEngine } from './engine-of-roles.js';
import { ExplainModule } from './explain/explain.module.js';
import { HoldingsModule } from './holdings/holdings.module.js';
import { HealthModule } from './health/health.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { LobbyModule } from './lobby/lobby.module.js';
import { MarketModule } from './market/market.module.js';
import { PermitsModule } from './permits/permits.module.js';
import { HttpModule, registerRejections, SECRETS } from './platform/http/index.js';
import type { Platform } from './platform/platform.js';
import type { Queues } from './platform/queue.js';
import { CLOCK, DATABASE_POOL, QUEUES, SETTINGS } from './platform/tokens.js';
import { ProofModule } from './proof/proof.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { RegistryModule } from './registry/registry.module.js';
import { RulesModule } from './rules/rules.module.js';
import { ENGINE } from './sequencer/engine.token.js';
import { sequencerRejections } from './sequencer/index.js';
import { TrailModule } from './trail/trail.module.js';

registerRejections(sequencerRejections);

export interface ServiceParts {
  readonly platform: Platform;
  readonly engine: VenueEngine;
  readonly queues: Queues;
}

/** The ground floor: what every context may ask for by token. */
@Global()
@Module({})
class GroundModule {
  static of({ platform, engine, queues }: ServiceParts): DynamicModule {
    const providers = [
      { provide: DATABASE_POOL, useValue: platform.database.pool },
      { provide: SETTINGS, useValue: platform.settings },
      { provide: SECRETS, useValue: platform.secrets },
      { provide: CLOCK, useValue: platform.clock },
      { provide: QUEUES, useValue: queues },
      { provide: ENGINE, useValue: engine },
    ];
    return { module: GroundModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** All faces of the service. */
@Module({})
export class AppModule {
  static of(parts: ServiceParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        GroundModule.of(parts),
        HttpModule,
        HealthModule,
        IdentityModule,
        RulesModule,
        ApprovalsModule,
        LedgerModule,
        BankingModule,
        RegistryModule,
        CustodyModule,
        MarketModule,
        ClearingModule,
        HoldingsModule,
        DryRunModule,
        PermitsModule,
        AuctionsModule,
        ExplainModule,
        ProofModule,
        ReconciliationModule,
        TrailModule,
        LobbyModule,
      ],
    };
  }
}
