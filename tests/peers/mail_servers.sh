#!/usr/bin/env bash
# A real Postfix and a real Dovecot on free loopback ports in a throw-away folder, for tests and the end-to-end journey.
#   tests/peers/mail_servers.sh start [DIR]   prints shell variables: eval "$(tests/peers/mail_servers.sh start)"
#   tests/peers/mail_servers.sh stop DIR      stops both by their pids and removes DIR
# Needs root (both servers change users) and the Debian packages postfix and dovecot-imapd. Nothing leaves the machine: mail to
# domains other than shop.test and mail.test is refused. Accounts: any name at these domains, the password is "secret"; mails to
# support@shop.test, returns@shop.test, shopper@mail.test and second@mail.test have mailboxes of their own, the rest goes to the
# mailbox "catchall". bounced@mail.test is accepted and bounces; refused@mail.test is refused; later@mail.test fails for the time being.
set -euo pipefail

free_ports() { python3 - "$1" <<'PY'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])
PY
}

start() {
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "mail_servers.sh: needs root" >&2; exit 3; }
    exec sudo "$0" start "$@"
  fi
  for program in postfix dovecot openssl python3; do
    command -v $program >/dev/null || { echo "mail_servers.sh: $program is not installed" >&2; exit 3; }
  done
  local dir=${1:-$(mktemp -d /tmp/peakdesk-mail.XXXXXX)}
  mkdir -p "$dir"/{postfix,queue,data,log,mail,run,state,tls}
  # The servers drop their privileges: every folder above must be passable for them.
  local part=$dir
  while [ "$part" != / ]; do chmod o+x "$part"; part=$(dirname "$part"); done
  chown nobody:nogroup "$dir/mail"; chown postfix "$dir/data"; chmod 755 "$dir/log"
  read -r smtp submission imap imaps auth <<<"$(free_ports 5)"

  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
    -keyout "$dir/tls/key.pem" -out "$dir/tls/cert.pem" 2>/dev/null

  cat >"$dir/dovecot.conf" <<EOF
protocols = imap
listen = 127.0.0.1
base_dir = $dir/run
state_dir = $dir/state
log_path = $dir/log/dovecot.log
instance_name = peakdesk-test-$imap
ssl = yes
ssl_cert = <$dir/tls/cert.pem
ssl_key = <$dir/tls/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:$dir/mail/%d/%n
mailbox_list_index = yes
maildir_stat_dirs = yes
first_valid_uid = 1
imap_idle_notify_interval = 30 s
mail_max_userip_connections = 200
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Processed {
    auto = create
  }
}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$dir/mail/%d/%n
}
service imap-login {
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
# Wrong passwords are part of the tests; nobody is slowed down for them.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  inet_listener {
    port = $auth
    address = 127.0.0.1
  }
}
EOF

  cat >"$dir/postfix/main.cf" <<EOF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
maillog_file = $dir/log/postfix.log
maillog_file_prefixes = /
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.mail.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$auth
smtpd_tls_cert_file = $dir/tls/cert.pem
smtpd_tls_key_file = $dir/tls/key.pem
smtpd_tls_security_level = may
smtpd_peername_lookup = no
virtual_mailbox_domains = shop.test, mail.test
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = inline:{support@shop.test=shop.test/support/, returns@shop.test=shop.test/returns/, shopper@mail.test=mail.test/shopper/, second@mail.test=mail.test/second/}, static:mail.test/catchall/
virtual_alias_maps = inline:{bounced@mail.test=nobody@nowhere.invalid}
virtual_minimum_uid = 1
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(getent group nogroup | cut -d: -f3)
transport_maps = inline:{ {refused@mail.test = error:5.1.1 There is no such mailbox}, {later@mail.test = retry:4.2.2 The mailbox is full} }
default_transport = error:5.1.2 Nothing leaves this test machine
message_size_limit = 60000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
EOF
  # The packaged services, not chrooted, the listener on our port.
  sed -E 's/^([a-z-]+ +(unix|inet|pass|fifo|unix-dgram) +[^ ]+ +[^ ]+ +)y /\1n /' /usr/share/postfix/master.cf.dist 2>/dev/null |
    grep -vE '^(smtp +inet|#)' >"$dir/postfix/master.cf" || true
  if ! grep -q '^cleanup' "$dir/postfix/master.cf"; then
    local name
    : >"$dir/postfix/master.cf"
    echo "pickup unix n - n 60 1 pickup" >>"$dir/postfix/master.cf"
    echo "qmgr unix n - n 300 1 qmgr" >>"$dir/postfix/master.cf"
    echo "cleanup unix n - n - 0 cleanup" >>"$dir/postfix/master.cf"
    echo "rewrite unix - - n - - trivial-rewrite" >>"$dir/postfix/master.cf"
    for name in bounce defer trace; do echo "$name unix - - n - 0 bounce" >>"$dir/postfix/master.cf"; done
    for name in verify flush anvil scache tlsmgr; do echo "$name unix - - n - 1 $name" >>"$dir/postfix/master.cf"; done
    for name in error discard virtual smtp; do echo "$name unix - - n - - $name" >>"$dir/postfix/master.cf"; done
    echo "retry unix - - n - - error" >>"$dir/postfix/master.cf"
    echo "showq unix n - n - - showq" >>"$dir/postfix/master.cf"
    echo "proxymap unix - - n - - proxymap" >>"$dir/postfix/master.cf"
    echo "postlog unix-dgram n - n - 1 postlogd" >>"$dir/postfix/master.cf"
  fi
  echo "$smtp inet n - n - - smtpd" >>"$dir/postfix/master.cf"
  echo "$submission inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject" >>"$dir/postfix/master.cf"

  dovecot -c "$dir/dovecot.conf" >&2
  postfix -c "$dir/postfix" start >"$dir/log/start.log" 2>&1 || { cat "$dir/log/start.log" >&2; doveadm -c "$dir/dovecot.conf" stop; exit 1; }
  python3 - "$smtp" "$imap" <<'PY'
import socket, sys, time
for port in sys.argv[1:]:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", int(port)), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    else:
        sys.exit(f"nothing listens on port {port}")
PY
  cat <<EOF
export MAIL_DIR=$dir MAIL_HOST=127.0.0.1 MAIL_SMTP_PORT=$smtp MAIL_SUBMISSION_PORT=$submission MAIL_IMAP_PORT=$imap MAIL_IMAPS_PORT=$imaps
export MAIL_PASSWORD=secret MAIL_CA_FILE=$dir/tls/cert.pem
EOF
}

stop() {
  local dir=$1
  [ "$(id -u)" -eq 0 ] || exec sudo "$0" stop "$dir"
  [ -f "$dir/dovecot.conf" ] || { echo "mail_servers.sh: $dir is not a folder of mine" >&2; exit 1; }
  postfix -c "$dir/postfix" stop >/dev/null 2>&1 || true
  doveadm -c "$dir/dovecot.conf" stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}

case ${1:-} in
  start) start "${2:-}" ;;
  stop) stop "${2:?which folder}" ;;
  *) sed -n '2,4p' "$0"; exit 2 ;;
esac
