import type { components } from '../../api/generated/schema';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Candle = Schemas['Candle'];
export type Holding = Schemas['Holding'];
export type Instrument = Schemas['Instrument'];
export type Level = Schemas['DepthLevel'];
export type NetLine = Schemas['StatementNet'];
export type Order = Schemas['Order'];
export type OwnTrade = Schemas['Trade'];
export type TapeTrade = Schemas['TapeTrade'];
export type Ticker = Schemas['Ticker'];
export type Intent = Schemas['BlockIntent'];
export type Negotiation = Schemas['BlockNegotiation'];
