import { createBrowserRouter, type RouteObject } from 'react-router';
import { DESKS } from '../desks/desks';
import { Broken } from './broken';
import { FirstPage } from './first-page';
import { Layout } from './layout';
import { NothingHere } from './nothing-here';
import { Screen } from './screen';

const screens = (): RouteObject[] =>
  DESKS.flatMap((desk) =>
    desk.screens.map((screen): RouteObject => ({
      path: `${desk.key}/${screen.path}`,
      errorElement: <Broken />,
      lazy: async () => {
        const { default: Component } = await screen.load();
        return { element: <Screen power={screen.power}>{<Component />}</Screen> };
      },
    })),
  );

export const router = createBrowserRouter([
  { path: '/', element: <FirstPage />, errorElement: <Broken /> },
  {
    path: '/:venue',
    element: <Layout />,
    errorElement: <Broken />,
    HydrateFallback: () => null,
    children: [
      ...screens(),
      { path: '*', element: <NothingHere /> },
      { index: true, element: <FirstPage /> },
    ],
  },
]);
