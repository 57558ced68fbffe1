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
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(url);
  return /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
}
