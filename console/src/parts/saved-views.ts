/** The filters of a list under a name, kept in this browser. */
export interface SavedView {
  readonly name: string;
  readonly filters: Readonly<Record<string, string>>;
}

const VIEWS_MAX = 20;
const keyOf = (table: string): string => `airshed.views.${table}`;

export function savedViews(table: string): readonly SavedView[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(table)) ?? '[]') as SavedView[];
  } catch {
    return [];
  }
}

/** Replaces the view of the same name; the oldest leaves when there are too many. */
export function saveView(table: string, view: SavedView): readonly SavedView[] {
  const views = [...savedViews(table).filter(({ name }) => name !== view.name), view].slice(-VIEWS_MAX);
  localStorage.setItem(keyOf(table), JSON.stringify(views));
  return views;
}

export function deleteView(table: string, name: string): readonly SavedView[] {
  const views = savedViews(table).filter((view) => view.name !== name);
  localStorage.setItem(keyOf(table), JSON.stringify(views));
  return views;
}
