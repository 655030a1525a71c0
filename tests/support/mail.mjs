// Real mail servers (Postfix, Dovecot) and an independent client: Python's smtplib and imaplib.
import { execFileSync, spawn } from 'node:child_process';
import { root } from './desk.mjs';

const script = `${root}/tests/peers/mail_servers.sh`;

export class MailServers {
  static start() {
    // Not a pipe for their errors: the servers keep it open as long as they live.
    const out = execFileSync('bash', [script, 'start'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    const servers = new MailServers();
    servers.variables = Object.fromEntries([...out.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, k, v]) => [k, v]));
    return servers;
  }
  get(name) {
    const key = `MAIL_${name}` in this.variables ? `MAIL_${name}` : undefined;
    if (!key) throw new Error(`mail_servers.sh printed no ${name}: ${JSON.stringify(this.variables)}`);
    return this.variables[key];
  }
  stop() {
    execFileSync('bash', [script, 'stop', this.get('DIR')]);
  }
  python(code, input = {}) {
    return execFileSync('python3', ['-c', `import json,sys,smtplib,imaplib,email\nfrom email import policy\ninput=json.load(sys.stdin)\n${code}`], {
      encoding: 'utf8',
      input: JSON.stringify(input),
    });
  }
  send(from, to, mail) {
    this.python('s=smtplib.SMTP("127.0.0.1",int(input["port"]));s.sendmail(input["from"],[input["to"]],input["mail"].encode());s.quit()', {
      port: this.get('SMTP_PORT'), from, to, mail,
    });
  }
  /** The same, while whoever calls goes on. */
  async sendMeanwhile(from, to, mail) {
    const client = spawn('python3', ['-c', 'import json,sys,smtplib\ninput=json.load(sys.stdin)\ns=smtplib.SMTP("127.0.0.1",int(input["port"]));s.sendmail(input["from"],[input["to"]],input["mail"].encode());s.quit()'], { stdio: ['pipe', 'ignore', 'inherit'] });
    client.stdin.end(JSON.stringify({ port: this.get('SMTP_PORT'), from, to, mail }));
    const code = await new Promise((resolve) => client.on('exit', resolve));
    if (code !== 0) throw new Error(`the mail client ended with ${code}`);
  }
  /** Puts a mail into that account's INBOX past the mail server that would mend it. */
  append(user, mail) {
    this.python('m=imaplib.IMAP4("127.0.0.1",int(input["port"]));m.login(input["user"],"secret");m.append("INBOX",None,None,input["mail"].encode());m.logout()', {
      port: this.get('IMAP_PORT'), user, mail,
    });
  }
  /** Headers and text of every mail in that account's INBOX. */
  inbox(user) {
    const out = this.python(
      `m=imaplib.IMAP4("127.0.0.1",int(input["port"]));m.login(input["user"],"secret");m.select("INBOX")
out=[]
for n in m.search(None,"ALL")[1][0].split():
    mail=email.message_from_bytes(m.fetch(n,"(RFC822)")[1][0][1],policy=policy.default)
    body=mail.get_body(("plain","html"))
    out.append({"headers":{k.lower():str(v) for k,v in mail.items()},"text":body.get_content() if body else ""})
print(json.dumps(out))`,
      { port: this.get('IMAP_PORT'), user },
    );
    return JSON.parse(out);
  }
}
