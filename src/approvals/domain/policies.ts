/** Who must sign one stage: the power, and whether the signer must belong to the organisation that owns the goods. */
export interface Stage {
  readonly power: string;
  readonly within: 'owner' | 'office';
}

export interface Policy {
  readonly maker: Stage;
  readonly stages: readonly Stage[];
}

const office = (power: string): Stage => ({ power, within: 'office' });
const owner = (power: string): Stage => ({ power, within: 'owner' });

/** Four eyes as data (rulebook §6, ★ = a different person). No stage may be signed by the maker or by an earlier signer. */
export const POLICIES: Readonly<Record<string, Policy>> = {
  'create-instrument': { maker: office('instruments.propose'), stages: [office('instruments.approve')] },
  'retire-instrument': { maker: office('instruments.propose'), stages: [office('instruments.approve')] },
  'set-cap': { maker: office('instruments.propose'), stages: [office('instruments.approve')] },
  'transfer-units': { maker: owner('units.propose'), stages: [owner('units.approve'), office('registry.approve')] },
  'cancel-units': { maker: owner('units.propose'), stages: [owner('units.approve'), office('registry.approve')] },
  'freeze-units': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'unfreeze-units': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'restrict-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'freeze-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'release-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'close-account': { maker: office('registry.propose'), stages: [office('registry.approve')] },
  'deposit-cash': { maker: office('cash.propose'), stages: [office('cash.approve')] },
  'withdraw-cash': { maker: office('cash.propose'), stages: [office('cash.approve')] },
  'halt-trading': { maker: office('halts.propose'), stages: [office('halts.approve')] },
  'resume-trading': { maker: office('halts.propose'), stages: [office('halts.approve')] },
  'publish-rule-pack': { maker: office('rules.propose'), stages: [office('rules.approve')] },
};
