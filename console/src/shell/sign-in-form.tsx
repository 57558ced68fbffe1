import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { asRefusal } from '../api/refusal';
import { signIn, useForget } from '../api/session';
import { RefusalNote } from '../parts/refusal-note';
import { useWords } from '../words/define-words';
import { words } from './words';

export function SignInForm(): ReactNode {
  const say = useWords(words);
  const id = useId();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const forget = useForget();
  const entering = useMutation({ mutationFn: signIn, onSuccess: forget });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!entering.isPending) entering.mutate({ login: login.trim(), password });
      }}
    >
      <label htmlFor={`${id}-login`}>
        {say('login.name')}
        <Input
          id={`${id}-login`}
          autoComplete="username"
          required
          value={login}
          onChange={({ target }) => setLogin(target.value)}
        />
      </label>
      <label htmlFor={`${id}-password`}>
        {say('login.password')}
        <Input
          id={`${id}-password`}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      </label>
      {entering.error !== null && <RefusalNote refusal={asRefusal(entering.error)} />}
      <div>
        <Button type="primary" htmlType="submit" loading={entering.isPending}>
          {say('login.enter')}
        </Button>
      </div>
    </form>
  );
}
