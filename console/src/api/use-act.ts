import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { type Attempt, keyFor } from './attempts';
import { asRefusal, type Refusal } from './refusal';

export interface ActSpec<Input, Output> {
  /** Calls the door; `key` is its `Idempotency-Key`. */
  readonly act: (input: Input, key: string) => Promise<Output>;
  /** Lists that look different afterwards, by the beginning of their key. */
  readonly refresh?: readonly QueryKey[];
  readonly onDone?: (output: Output, input: Input) => void;
}

export interface Act<Input, Output> {
  /** Does it once, however often it is pressed while it runs. */
  readonly run: (input: Input) => void;
  readonly isRunning: boolean;
  readonly refusal: Refusal | undefined;
  readonly done: Output | undefined;
  readonly reset: () => void;
}

/** Something a person does to the market: one idempotency key per wish, kept while the outcome is unknown. */
export function useAct<Input, Output>({ act, refresh, onDone }: ActSpec<Input, Output>): Act<Input, Output> {
  const queries = useQueryClient();
  const unknown = useRef<Attempt | undefined>(undefined);
  const running = useRef(false);
  const mutation = useMutation<Output, unknown, Input>({
    mutationFn: async (input) => {
      const attempt = keyFor(unknown.current, input);
      try {
        const output = await act(input, attempt.key);
        unknown.current = undefined;
        return output;
      } catch (error) {
        unknown.current = asRefusal(error).isUnknown ? attempt : undefined;
        throw error;
      }
    },
    onSuccess: (output, input) => onDone?.(output, input),
    onSettled: () => {
      running.current = false;
      for (const queryKey of refresh ?? []) void queries.invalidateQueries({ queryKey });
    },
  });
  return {
    run: (input) => {
      // Two presses in one frame: React has not painted the disabled button yet.
      if (running.current) return;
      running.current = true;
      mutation.mutate(input);
    },
    isRunning: mutation.isPending,
    refusal: mutation.error === null ? undefined : asRefusal(mutation.error),
    done: mutation.data,
    reset: mutation.reset,
  };
}
