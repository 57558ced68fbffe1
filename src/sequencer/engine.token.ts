/** Nest injection token of `Engine<VenueMachine>`: local in the engine's process, forwarding elsewhere. */
export const ENGINE = Symbol('ENGINE');
