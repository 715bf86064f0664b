/**
 * A Jitsi Meet room through its External API (jitsi.github.io/handbook, "IFrame API"). The script comes from the
 * configured server alone; the CSP of the document that holds the call allows that origin and no other.
 */
import { useEffect, useRef, useState } from 'react';
import { trustedCallScriptUrl } from '@/lib/trusted-url';

interface JitsiApi {
  dispose: () => void;
}

type JitsiConstructor = new (
  domain: string,
  options: {
    roomName: string;
    jwt?: string;
    parentNode: HTMLElement;
    width: string;
    height: string;
    userInfo: { displayName: string };
  },
) => JitsiApi;

interface Props {
  room: { domain: string; room: string; jwt: string | null };
  name: string;
  /** Shown when the server cannot be reached. */
  failed: string;
}

function loadScript(domain: string): Promise<JitsiConstructor> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trustedCallScriptUrl(`https://${domain}/external_api.js`, domain);
    script.addEventListener('load', () =>
      resolve((globalThis as unknown as { JitsiMeetExternalAPI: JitsiConstructor }).JitsiMeetExternalAPI),
    );
    script.addEventListener('error', () => reject(new Error('not loaded')));
    document.head.append(script);
  });
}

export function JitsiFrame({ room, name, failed }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let jitsi: JitsiApi | null = null;
    let isGone = false;
    loadScript(room.domain).then(
      (Jitsi) => {
        if (isGone || !parent.current) return;
        jitsi = new Jitsi(room.domain, {
          roomName: room.room,
          jwt: room.jwt ?? undefined,
          parentNode: parent.current,
          width: '100%',
          height: '100%',
          userInfo: { displayName: name },
        });
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      jitsi?.dispose();
    };
  }, [room.domain, room.room, room.jwt, name]);

  if (hasFailed)
    return (
      <p
        role="alert"
        className="flex size-full items-center justify-center rounded-ui bg-surface-2 p-4 text-13"
      >
        {failed}
      </p>
    );
  return <div ref={parent} className="size-full overflow-hidden rounded-ui bg-surface-2" />;
}
