// Starts the real binary on a free port with a data folder of its own, and speaks to it as a person at a screen or as a program.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
export const binary =
  process.env.PEAKDESK_BINARY ?? ['release', 'dev'].map((p) => join(root, 'build', p, 'peakdesk')).find((p) => existsSync(p));

export class Desk {
  /** @param {{data?: string, listen?: string, args?: string[]}} options */
  static async start(options = {}) {
    const desk = new Desk();
    desk.ownsData = !options.data;
    desk.data = options.data ?? mkdtempSync(join(tmpdir(), 'peakdesk-test-'));
    desk.listen = options.listen ?? '127.0.0.1:0';
    desk.args = options.args ?? [];
    // The mail servers of the tests are on this machine.
    desk.env = { PEAKDESK_ALLOWED_ADDRESSES: '127.0.0.0/8,::1', ...options.env };
    await desk.launch();
    return desk;
  }

  async launch() {
    // After a kill it comes back where it was, as a restarted server does.
    const listen = this.url ? `127.0.0.1:${new URL(this.url).port}` : this.listen;
    const args = ['serve', '--data', this.data, '--listen', listen, ...this.args];
    this.process = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.env } });
    this.log = '';
    this.process.stderr.on('data', (chunk) => (this.log += chunk));
    this.exited = new Promise((resolve) => this.process.on('exit', (code, signal) => resolve({ code, signal })));
    this.url = await new Promise((resolve, reject) => {
      let out = '';
      this.process.stdout.on('data', (chunk) => {
        out += chunk;
        const found = /serves on (http:\/\/[^\s]+)/.exec(out);
        if (found) resolve(found[1]);
      });
      this.exited.then(({ code }) => reject(new Error(`peakdesk ended with ${code}: ${this.log}`)));
    });
  }

  /** Makes the first owner by the setup page's call and returns their client. */
  async setUp(email = 'owner@shop.test', password = 'a long enough password') {
    const client = new Client(this.url);
    await client.post('/api/setup', { shop_name: 'Test Shop', name: 'Olive Owner', email, password, locale: 'en', timezone: 'UTC' });
    await client.signIn(email, password);
    return client;
  }

  async stop() {
    this.process.kill('SIGTERM');
    const result = await this.exited;
    if (this.ownsData) rmSync(this.data, { recursive: true, force: true });
    return result;
  }

  /** The most memory the server has used since the last resetMemory(), in MiB. */
  peakMemory() {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))[1]) / 1024;
  }
  resetMemory() {
    writeFileSync(`/proc/${this.process.pid}/clear_refs`, '5');
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  run(...args) {
    return execFileSync(binary, args, { encoding: 'utf8' });
  }
}

/** One caller: a person with a session, or a program with an API key. */
export class Client {
  constructor(url, key) {
    this.url = url;
    this.key = key;
    this.cookie = '';
    this.csrf = '';
  }

  async request(method, path, body, headers = {}) {
    const options = { method, headers: { ...headers }, redirect: 'manual' };
    if (this.key) options.headers.Authorization = `Bearer ${this.key}`;
    if (this.cookie) options.headers.Cookie = this.cookie;
    if (this.csrf && method !== 'GET') options.headers['X-CSRF-Token'] = this.csrf;
    if (body !== undefined) {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      options.body = raw ? body : JSON.stringify(body);
      options.headers['Content-Type'] ??= raw ? 'application/octet-stream' : 'application/json';
    }
    const response = await fetch(this.url + path, options);
    const text = await response.text();
    const set = response.headers.getSetCookie?.() ?? [];
    for (const cookie of set) if (cookie.startsWith('peakdesk_session=')) this.cookie = cookie.split(';')[0];
    let json;
    try {
      json = text ? JSON.parse(text) : undefined;
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  }

  async expect(status, method, path, body, headers) {
    const answer = await this.request(method, path, body, headers);
    const wanted = Array.isArray(status) ? status : [status];
    if (!wanted.includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status} instead of ${wanted}: ${answer.text}`);
    return answer.json;
  }

  get(path) {
    return this.expect(200, 'GET', path);
  }
  post(path, body, headers) {
    return this.expect([200, 201, 202, 204], 'POST', path, body, headers);
  }
  patch(path, body) {
    return this.expect(200, 'PATCH', path, body);
  }
  delete(path) {
    return this.expect([200, 204], 'DELETE', path);
  }

  async signIn(email, password) {
    const session = await this.expect([200, 201], 'POST', '/api/session', { email, password });
    this.csrf = session.csrf_token;
    this.user = session.user;
    return session;
  }

  /** A client with a new API key of these scopes. */
  async program(...scopes) {
    const made = await this.post('/api/api-keys', { name: 'test', scopes });
    return new Client(this.url, made.key);
  }
}

/** Asks again until `look` gives something, or fails with what it last saw. Waits for effects of other processes only. */
export async function eventually(look, what, seconds = 15) {
  const until = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < until) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not happen within ${seconds} s; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}
