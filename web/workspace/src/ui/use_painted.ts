import { startTransition, useEffect, useState } from 'react';

/** True once `ready` has been on the screen for a frame, for what may come a moment later: the frame after the one that draws it
    has begun, and nothing holds it up. (A deferred value is no help: React renders it in the same turn after an urgent update.) */
export function usePainted(ready: boolean): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    if (!ready) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => { timer = setTimeout(() => startTransition(() => setPainted(true))); });
    });
    return () => { cancelAnimationFrame(frame); clearTimeout(timer); };
  }, [ready]);
  return painted;
}
