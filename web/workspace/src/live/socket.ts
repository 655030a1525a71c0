// The push socket: connects, reconnects with growing pauses and jitter, keeps what the server must know again after a reconnect.
// Knows nothing of tickets beyond the frames' types.
import type { SocketClientFrame, SocketServerFrame } from '@peakdesk/shared/api';

export type LinkState = 'connecting' | 'online' | 'offline';

/** Milliseconds before attempt number `attempt` (0 is the first retry): 0.5 s doubling to 20 s, spread by `random` in [0, 1). */
export function pauseBefore(attempt: number, random: number): number {
  return Math.min(20_000, 500 * 2 ** attempt) * (0.6 + 0.4 * random);
}

export class DeskSocket {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private watched: number | null = null;
  private closed = true;
  private state: LinkState = 'connecting';
  private everOnline = false;
  private readonly stateListeners = new Set<() => void>();
  private readonly frameListeners = new Set<(frame: SocketServerFrame) => void>();

  constructor(private readonly url: () => string) {}

  readonly linkState = (): LinkState => this.state;
  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  onFrame(listener: (frame: SocketServerFrame) => void): () => void {
    this.frameListeners.add(listener);
    return () => this.frameListeners.delete(listener);
  }

  open(): void {
    if (!this.closed) return;
    this.closed = false;
    addEventListener('online', this.retryNow);
    this.connect();
  }

  close(): void {
    this.closed = true;
    removeEventListener('online', this.retryNow);
    clearTimeout(this.timer);
    clearInterval(this.heartbeat);
    this.socket?.close();
    this.socket = null;
    this.everOnline = false;
  }

  readonly retryNow = (): void => {
    if (this.closed || this.state === 'online') return;
    clearTimeout(this.timer);
    this.attempt = 0;
    this.connect();
  };

  /** Tells the server which ticket is on the screen (null: none); told again after a reconnect. */
  watch(ticketId: number | null): void {
    this.watched = ticketId;
    this.send({ type: 'watch', ticket_id: ticketId });
  }

  /** Sends when connected; what is only of the moment is dropped otherwise. */
  send(frame: SocketClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private setState(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    this.stateListeners.forEach((listener) => listener());
  }

  private connect(): void {
    const before = this.socket;
    if (before) { before.onclose = null; before.onmessage = null; before.close(); }
    const socket = new WebSocket(this.url());
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.setState('online');
      if (this.watched !== null) this.send({ type: 'watch', ticket_id: this.watched });
      clearInterval(this.heartbeat);
      this.heartbeat = setInterval(() => this.send({ type: 'ping' }), 25_000);
      // Whatever happened while we were away was not pushed to us.
      if (this.everOnline) this.tell({ type: 'resync' });
      this.everOnline = true;
    };
    socket.onmessage = (event) => {
      try {
        this.tell(JSON.parse(String(event.data)) as SocketServerFrame);
      } catch {
        // A frame we cannot read is no reason to lose the connection.
      }
    };
    socket.onclose = () => {
      clearInterval(this.heartbeat);
      if (this.closed) return;
      this.setState('offline');
      this.timer = setTimeout(() => this.connect(), pauseBefore(this.attempt, Math.random()));
      this.attempt += 1;
    };
  }

  private tell(frame: SocketServerFrame): void {
    this.frameListeners.forEach((listener) => listener(frame));
  }
}

export const desk = new DeskSocket(() => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
