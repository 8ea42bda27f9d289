import { extname } from 'node:path'

const typeOfExtension: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.jsonl': 'application/json',
  '.ndjson': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
}

/** The media type that a file's name says; `application/octet-stream` where it says none. */
export function contentTypeOfFile(path: string): string {
  return typeOfExtension[extname(path).toLowerCase()] ?? 'application/octet-stream'
}
