# The mail server of the test kit, run by Debian's Python: server.py FOLDER
# Says "ok" and its address and lives until its standard input ends. FOLDER holds what it is told (options.json, read anew for each
# command) and what it was given: certificate.pem, and a file n.json for each message that it took.
import asyncio
import base64
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]


def told(key):
    with open(os.path.join(folder, "options.json"), encoding="utf-8") as file:
        return json.load(file)[key]


class Handler:
    taken = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [responses[0], "250-ENHANCEDSTATUSCODES", *responses[1:]]

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = told("Recipients").get(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        if told("Data"):
            return told("Data")
        if not told("Lose"):
            self.keep(session, envelope)
        if told("Cut"):
            server.transport.abort()
        await asyncio.sleep(told("Slow") / 1e9)
        return "250 2.0.0 taken"

    def keep(self, session, envelope):
        Handler.taken += 1
        path = os.path.join(folder, "%06d" % Handler.taken)
        with open(path, "w", encoding="utf-8") as file:
            mail = {"From": envelope.mail_from, "To": envelope.rcpt_tos, "TLS": session.ssl is not None}
            json.dump(mail | {"Raw": base64.b64encode(envelope.content).decode()}, file)
        os.rename(path, path + ".json")


def authenticate(server, session, envelope, mechanism, login):
    known = (told("User"), told("Password"))
    return AuthResult(success=(login.login.decode(), login.password.decode()) == known, handled=False)  # the server answers


def connection():
    context = None
    if not told("NoTLS"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "certificate.pem"))
    return SMTP(
        Handler(),
        tls_context=context,
        enable_SMTPUTF8=True,
        hostname="mail.test",
        authenticator=authenticate,
        auth_required=told("User") != "",
        loop=asyncio.get_running_loop(),
    )


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0)
    print("ok 127.0.0.1:%d" % server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
