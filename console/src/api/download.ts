import { language } from '../words/language';
import { asRefusal, refusalOf } from './refusal';

export interface Downloaded {
  readonly accept: string;
  /** Used when the service names none. */
  readonly name: string;
}

/**
 * Fetches a file of the service with the session and gives it to the browser to keep. Answers with the address to go on
 * from where the service has not put all into one file.
 */
export async function download(
  door: string,
  query: Readonly<Record<string, string>>,
  { accept, name }: Downloaded,
): Promise<string | undefined> {
  const search = new URLSearchParams(query).toString();
  let response: Response;
  try {
    response = await fetch(search === '' ? door : `${door}?${search}`, {
      headers: { Accept: accept, 'Accept-Language': language() },
      credentials: 'same-origin',
    });
  } catch (error) {
    throw asRefusal(error);
  }
  if (!response.ok) throw await refusalOf(response);
  const named = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  keep(await response.blob(), named ?? name);
  return /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
}

/** Gives the browser a file to keep that was made here and goes nowhere else. */
export function keepText(text: string, name: string): void {
  keep(new Blob([text], { type: 'application/json' }), name);
}

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
