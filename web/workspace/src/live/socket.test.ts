// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskSocket, pauseBefore } from './socket';

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor(readonly url: string) { FakeSocket.all.push(this); }
  send(text: string) { this.sent.push(text); }
  close() { this.readyState = 3; this.onclose?.(); }
  accept() { this.readyState = 1; this.onopen?.(); }
}

describe('DeskSocket', () => {
  beforeEach(() => { FakeSocket.all = []; vi.useFakeTimers(); vi.stubGlobal('WebSocket', FakeSocket); });
  afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

  it('reconnects, watches the same ticket again and asks for a resync', () => {
    const socket = new DeskSocket(() => 'ws://desk/ws');
    const frames: string[] = [];
    socket.onFrame((frame) => frames.push(frame.type));
    socket.open();
    FakeSocket.all[0]!.accept();
    socket.watch(7);
    expect(frames).toEqual([]);
    FakeSocket.all[0]!.close();
    expect(socket.linkState()).toBe('offline');
    vi.advanceTimersByTime(600);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.all[1]!.accept();
    expect(FakeSocket.all[1]!.sent).toContain('{"type":"watch","ticket_id":7}');
    expect(frames).toEqual(['resync']);
    expect(socket.linkState()).toBe('online');
    socket.close();
  });

  it('survives a frame that is no JSON', () => {
    const socket = new DeskSocket(() => 'ws://desk/ws');
    const frames: string[] = [];
    socket.onFrame((frame) => frames.push(frame.type));
    socket.open();
    FakeSocket.all[0]!.accept();
    FakeSocket.all[0]!.onmessage?.({ data: '{' });
    FakeSocket.all[0]!.onmessage?.({ data: '{"type":"resync"}' });
    expect(frames).toEqual(['resync']);
    socket.close();
  });

  it('waits longer each time, never beyond 20 s', () => {
    expect(pauseBefore(0, 0)).toBe(300);
    expect(pauseBefore(1, 0)).toBe(600);
    expect(pauseBefore(30, 0.999)).toBeLessThanOrEqual(20_000);
  });
});
