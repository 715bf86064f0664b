/** A file sent with progress, which fetch cannot report. */
import { offlineProblem, readProblem } from './problem';

export interface UploadOptions {
  /** From 0 to 1; 1 means sent, the server is now reading. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

export function uploadFile<Answer>(url: string, file: File, options: UploadOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else
        reject(readProblem(request.status, request.responseText, request.getResponseHeader('X-Request-Id')));
    };
    request.onerror = () => reject(offlineProblem());
    request.onabort = () => reject(new DOMException('The upload was cancelled', 'AbortError'));
    options.signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
